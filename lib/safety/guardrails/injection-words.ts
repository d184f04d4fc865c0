import type { Lexicon } from "./phrases.ts";

export type InjectionMeaning =
  | "override"
  | "overridden"
  | "earlier"
  | "orders"
  | "everything"
  | "told"
  | "reveal"
  | "hiddenText"
  | "ownText"
  | "whatIs"
  | "become"
  | "unbound"
  | "mode"
  | "fresh"
  | "assistant"
  | "call"
  | "must"
  | "act"
  | "outward"
  | "precious"
  | "conceal"
  | "watcher"
  | "unasked"
  | "toAddress"
  | "guards"
  | "evade"
  | "approveIt"
  | "automatic"
  | "beforeTool"
  | "insteadOfTools"
  | "secretFile"
  | "authority"
  | "yours"
  | "asking"
  | "about"
  | "negated"
  | "freed"
  | "thing"
  | "you"
  | "unboundStrong"
  | "guardsStrong"
  | "ownPrompt"
  | "yoursOf"
  | "hiddenAdj"
  | "ignoreRest"
  | "freshStrong"
  | "theOrders"
  | "theUser"
  | "aiStrong"
  | "yourAnswer"
  | "callNoun"
  | "silently";

/**
 * What an order to a model is made of, in the languages in which it reaches us. Forms that only tell of such an order
 * ("ignored", "ignoring") are left out on purpose.
 */
export const injectionWords: Lexicon<InjectionMeaning> = {
  override: `
    cast,
    suspend, violate, relax, loosen, abolish, ditch, do not abide by, dont abide by, stop abiding by, go against, act against, break free of,
    deviate from, ignoring, disregarding, setze, setzen sie, mets de cote, mettez de cote, metti da parte, deja de lado, dejar de lado,
    מחק את, מחקי את, שים את, שימי את, התנתק מ, coloque de lado, deixe de lado, отложи, убери,
    revoke, rescind, עזוב את, עזבי את, אל תתייחס, אל תתייחסי, אל תתייחסו,
    never mind, nevermind, scrap, pay no heed to, leave aside, put aside, do away with, get rid of, unlearn, cast aside, olvidate de, olvidate, olvidese de, no obedezcas, no respetes, oublie tout, ne respecte pas, halte dich nicht an,
    ignore, disregard, forget, override, overrule, bypass, discard, neglect, dismiss, nullify, supersede, skip over,
    pay no attention to, do not follow, dont follow, stop following, do not obey, dont obey, stop obeying, set aside, drop, erase,
    delete, abandon, cease following, no longer follow, throw away, throw out, wipe, reset, void, cancel, התעלם, התעלמי, התעלמו,
    להתעלם, תתעלם, תתעלמי, תתעלמו, שכח, שכחי, שכחו, תשכח, תשכחי, תשכחו, בטל, בטלי, בטלו, אל תציית, אל תפעל לפי, עקוף, ignora,
    ignoren, ignorar, olvida, olvide, olviden, descarta, descarte, haz caso omiso, omite, no sigas, no hagas caso, pasa por alto,
    anula, desobedece, ignorez, oublie, oubliez, ne tenez pas compte, ne tiens pas compte, ne suivez pas, ne suis pas,
    faites abstraction, fais abstraction, outrepasse, outrepassez, ignoriere, ignorieren sie, ignoriert, vergiss, vergessen sie,
    missachte, missachten sie, missachte*, ubergehe, verwirf, befolge nicht, beachte nicht, ignorate, dimentica, dimenticate,
    trascura, non seguire, non tenere conto, scarta, esqueca, esquece, desconsidere, desconsidera, desrespeite, nao siga,
    игнорируй*, проигнорируй*, забудь, забудьте, отбрось*, отмени, отмените, не следуй*, не обращай* внимания, пренебреги*, تجاهل,
    تجاهلي, تجاهلوا, انس, إنسى, انسى, تخط, تخطى, لا تتبع, 忽略, 无视, 忽視, 無視, 忘记, 忘記, 忘掉, 不要遵循, 不要遵守, 不用理会, 抛弃, 绕过, 繞過, negeer, vergeet,
    sla over, volg niet, zignoruj*, ignoruj*, zapomnij*, pomin, nie przestrzegaj, अनदेखा, भूल जाओ, नजरअंदाज, bo qua, hay bo qua,
    quen di, abaikan, lupakan, αγνοησε, ignorera, glom`,
  // Said after its object, as languages do whose verb comes last, or of orders that are said to be void.
  overridden: `
    deleted, are cancelled, is deleted, erased,
    are void, is void, are null, null and void, are cancelled, are canceled, are superseded, no longer apply, no longer applies,
    are revoked, are overridden, are obsolete, should be ignored, must be ignored, are to be ignored, have been updated,
    do not apply, dont apply, have been replaced, are suspended, have been cancelled, בטלות, בטלים, מבוטלות, מבוטלים, אינן תקפות,
    לא תקפות, 무시, 무시하고, 무시해, 무시하세요, 무시하십시오, 잊어, 잊고, 잊으세요, 따르지, 無視し*, 無視して, 無視せよ, 忘れて, 忘れろ, 従わない, 従うな, gormezden gel,
    gormezden gelin, yok say, yok sayin, unut, unutun, dikkate alma, अनदेखा, अनदेखा करें, अनदेखा करो, भूल जाओ, भूल जाएं,
    नजरअंदाज करें, quedan anuladas, ya no valen, sont annulees, sind ungultig, sono annullate, отменены, недействительны, 作废, 無効`,
  earlier: `
    old,
    ur, u r, ursprunglichen,
    предыдущим, прежним, acima, שקיבלתם,
    previous, previously, prior, above, earlier, preceding, foregoing, existing, original, initial, former, all, any, every, your,
    system, developer, these, those, current, default, safety, built in, given, other, last, past, the rest of, whatever, הקודמות,
    הקודמים, קודמות, קודמים, קודמת, קודם, הנל, שלך, שלכם, כל, שקיבלת, שניתנו, למעלה, המערכת, המקוריות, anteriores, anterior,
    previas, previa, previos, todas, todo, tus, sus, originales, del sistema, de arriba, recibidas, precedentes, precedente,
    anterieures, toutes, tout, tes, vos, du systeme, ci dessus, vorherigen, vorherige, vorigen, bisherigen, bisherige, fruheren,
    obigen, alle, alles, deine, ihre, vorangegangenen, precedenti, tutte, tutti, tue, vostre, di sistema, anteriori,
    as instrucoes anteriores, todas as, prévias, suas, предыдущие, предыдущих, прежние, прошлые, все, всех, твои, ваши,
    вышеуказанные, ранее, системные, السابقة, السابق, جميع, كل, أعلاه, الأصلية, تعليماتك, 之前, 以前, 先前, 上面, 以上, 前面, 所有, 一切, 您的, 你的,
    原来, 原有, 系统, これまで, 今まで, 以前の, 上記, 前の, すべて, 全て, 先の, 이전, 이전의, 앞선, 위의, 모든, 기존, 지금까지, onceki, tum, butun, yukaridaki, sistem, vorige,
    eerdere, bovenstaande, poprzednie, wczesniejsze, wszystkie, powyzsze, पिछले, सभी, पिछली, truoc do, tat ca, sebelumnya, semua,
    προηγουμενες, tidigare, alla`,
  orders: `
    regle, regla, regel, regola, regra, instrucions, instuctions, instructons, intructions, instructios,
    guidance, אלה, инструкциям, правилам, указаниям, 指示をすべて, 指示を全て, 指示は全て, 命令をすべて, 命令を全て,
    instructions, instruction, directives, directive, directions, rules, guidelines, guardrails, prompt, prompts, commands, orders,
    constraints, restrictions, programming, training, safeguards, safety measures, system message, policies, protocols, context,
    limitations, ethics, task, tasks, objectives, goals, conversation, ההוראות, הוראות, הנחיות, ההנחיות, הפקודות, פקודות, כללים,
    הכללים, החוקים, חוקים, ההגבלות, מגבלות, המגבלות, הפרומפט, פרומפט, הנחיה, הוראה, instrucciones, indicaciones, ordenes, reglas,
    directrices, restricciones, normas, consignas, consignes, regles, ordres, anweisungen, anweisung, instruktionen, regeln,
    vorgaben, befehle, richtlinien, einschrankungen, systemprompt, istruzioni, regole, direttive, comandi, indicazioni, restrizioni,
    instrucoes, regras, diretrizes, ordens, restricoes, comandos, инструкции, инструкций, указания, указаний, правила, команды,
    ограничения, директивы, التعليمات, تعليمات, الأوامر, أوامر, القواعد, الإرشادات, تعليماتك, القيود, 指令, 指示, 说明, 說明, 规则, 規則, 命令,
    提示, 提示词, 限制, 要求, プロンプト, ルール, 지시, 지시를, 지시사항, 지시사항을, 지침, 지침을, 명령, 명령을, 규칙, 규칙을, 프롬프트를, 지시는, talimatlari, talimat, komutlari,
    kurallari, yonergeleri, instructies, opdrachten, regels, instrukcje, polecenia, zasady, निर्देशों, निर्देश, आदेशों, huong dan,
    chi dan, instruksi, perintah, οδηγιες, instruktioner`,
  everything: `
    tout ce qui, todo, tutto quello, everything that,
    everything, anything, all that, all of that, what, whatever, הכל, כל מה, todo lo que, todo, tout ce que, tout, alles, tutto cio,
    tutto, tudo, все что, всё, все, كل ما, كل شيء, 一切, 所有`,
  told: `
    precede, qui precede, ce qui precede, lo anterior, dir vorher gesagt wurde, vorher gesagt, bisher gesagt, zuvor gesagt, detto prima, dito antes, dito anteriormente, that was said, said before, said earlier, אמרו לך, נאמר לך, נאמר עד עכשיו, שנאמר, عليك سابقا,
    you were told, you have been told, youve been told, you were instructed, you know about, before this, you were given,
    said above, written above, above this line, i said, that came before, up to now, until now, you have learned, you learned,
    שנאמר לך, שאמרו לך, לפני כן, te dijeron, te han dicho, hasta ahora, quon ta dit, que lon vous a dit, was dir gesagt wurde,
    was man dir gesagt hat, che ti e stato detto, que te disseram, тебе сказали, тебе говорили, что было, قيل لك, 告诉你的`,
  reveal: `
    share, affiche, affichez, 見せて, 見せろ, 全部見せて, תציג לי, תציג, תציגי, תראה לי,
    gib mir, gib, recite,
    공개, 공개해, 공개해줘,
    reveal, show, print, repeat, output, display, disclose, leak, dump, expose, share, quote, recite, paste, tell me, give me,
    write out, write down, spell out, return, list, state, translate, encode, summarize, summarise, read back, copy, provide,
    type out, describe, חשוף, חשפי, הצג, הציגי, הדפס, גלה, גלי, תגלה, תראה, תדפיס, ספר לי, כתוב לי, העתק, תחשוף, revela, muestra,
    muestrame, imprime, repite, dime, ensename, revele, muestre, affiche, affichez, revelez, montre, montrez, repete, repetez,
    donne moi, zeige, zeig, zeigen sie, gib aus, verrate, wiederhole, drucke, offenbare, mostra, mostrami, rivela, stampa, ripeti,
    mostre, imprima, repita, покажи, покажите, раскрой, выведи, повтори, напечатай, اكشف, أظهر, اطبع, اعرض, 显示, 透露, 输出, 打印, 告诉我, 重复,
    泄露, 表示し, 教えて, 出力し, goster, 알려줘, 보여줘, 출력, toon, pokaz, ujawnij`,
  hiddenText: `
    system prompt, system message, system instructions, hidden prompt, hidden instructions, secret instructions, initial prompt,
    initial instructions, developer message, developer prompt, developer instructions, base prompt, pre prompt,
    internal instructions, internal guidelines, confidential instructions, first prompt, text above, words above, everything above,
    prompt above, above prompt, above text, הפרומפט, הנחיות המערכת, הוראות המערכת,
    ההוראות הסודיות, הנחיות הסודיות, prompt del sistema, instrucciones del sistema, instrucciones ocultas, instrucciones internas,
    prompt systeme, invite systeme, instructions systeme, instructions cachees, systemprompt, systemanweisungen, prompt di sistema,
    istruzioni di sistema, prompt do sistema, instrucoes do sistema, системный промпт, системную подсказку, системные инструкции,
    скрытые инструкции, موجه النظام, تعليمات النظام, 系统提示, 系統提示, 系统提示词, 初始指令, システムプロンプト, 시스템 프롬프트, 시스템 프롬프트를, sistem istemini,
    sistem komutunu, prompt systemowy`,
  ownText: `
    your instructions, your prompt, your system prompt, your rules, your guidelines, your initial prompt, your initial instructions,
    your original instructions, your hidden instructions, your programming, your configuration, your system message,
    your secret instructions, your exact instructions, your full instructions, your internal, your directives, ההוראות שלך,
    ההנחיות שלך, הפרומפט שלך, tus instrucciones, tu prompt, tes instructions, vos instructions, tes consignes, deine anweisungen,
    deinen prompt, deine instruktionen, le tue istruzioni, suas instrucoes, твои инструкции, свои инструкции, تعليماتك, 你的指令, 您的指令,
    你的提示词, あなたの指示, 너의 지시, 당신의 지시`,
  whatIs: `
    what is, what are, whats, what were, what was, מה, cuales son, cual es, quelles sont, was sind, wie lauten, quali sono,
    quais sao, каковы, какие, ما هي`,
  become: `
    lets role play, let us role play, role play,
    התנהג כאילו, תתנהג כאילו, actua como si,
    pretend, fais comme si, haz como si, tu so als, תעמיד פנים, אתה כעת, אתה פועל, אתה נמצא, ты теперь, ты больше не, let us play a game where, lets play a game where, imagine, you are in, stay in character as,
    you are now, you will now, from now on you, from this point on you, from this moment on you, act as, act like, pretend to be,
    pretend you are, pretend that you, roleplay as, role play as, simulate, behave as, become, you are going to, imagine you are,
    take on the role, assume the role, switch to, enter, enable, activate, respond as, answer as, you have been, אתה עכשיו,
    מעכשיו אתה, מעתה אתה, התנהג כ, תתנהג כ, העמד פנים, ahora eres, a partir de ahora eres, actua como, finge ser, haz de cuenta,
    tu es maintenant, vous etes maintenant, agis comme, fais semblant, du bist jetzt, du bist nun, ab jetzt bist du, verhalte dich,
    tu sei ora, ora sei, comportati come, agora voce e, finja, aja como, теперь ты, отныне ты, притворись, веди себя, أنت الآن,
    تصرف ك, تظاهر, 你现在是, 从现在起你, 从现在开始你, 假装, 扮演, あなたは今, 今からあなたは, 이제 너는, 이제부터 너는, simdi sen, artik sen, je bent nu, jestes teraz`,
  unbound: `
    evil ai, malicious ai, no censorship,
    no tuvieras restricciones, no tienes restricciones, אין לך מגבלות, אין לך הגבלות, нет ограничений, restrictions have been lifted,
    aucune restriction, aucune regle, ninguna restriccion, keine einschrankungen, keinerlei einschrankungen, nessuna restrizione, nenhuma restricao, rules dont exist, rules do not exist, no constraints, without constraints, not have to follow, never refuse,
    dan, do anything now, unrestricted, unfiltered, uncensored, jailbroken, jailbreak, without restrictions,
    without any restrictions, without rules, without limits, without limitations, without filters, without any filters,
    without any rules, no restrictions, no rules, no limits, no limitations, no filters, no guidelines, no ethical, no longer bound,
    not bound by, free of, free from, evil, amoral, no moral, without ethics, no safety, any and all, unlimited, without censorship,
    no content policy, unaligned, root access, ללא הגבלות, בלי הגבלות, ללא מגבלות, בלי כללים, ללא צנזורה, sin restricciones,
    sin reglas, sin limites, sin filtros, sin censura, sans restrictions, sans restriction, sans limites, sans filtre, sans regles,
    ohne einschrankungen, ohne regeln, ohne filter, ohne grenzen, uneingeschrankt*, senza restrizioni, senza regole, senza limiti,
    sem restricoes, sem regras, sem limites, без ограничений, без правил, без цензуры, بلا قيود, بدون قيود, 没有限制, 不受限制, 没有任何限制,
    制限のない, 제한 없는, kisitlama olmayan, sinirsiz, zonder beperkingen, bez ograniczen`,
  mode: `
    developer mode, dev mode, debug mode, god mode, admin mode, maintenance mode, sudo mode, jailbreak mode, unrestricted mode,
    dan mode, root mode, test mode, מצב מפתח, מצב מפתחים, modo desarrollador, modo administrador, mode developpeur, entwicklermodus,
    modalita sviluppatore, modo desenvolvedor, режим разработчика, وضع المطور, 开发者模式, 開発者モード, 개발자 모드`,
  fresh: `
    new rules, new rule, updated rules, override mode, stop what you are doing, change of plans, הוראה חדשה,
    new instructions, new instruction, updated instructions, new task, new directive, new system prompt, your new task,
    your real task, your actual task, your only task, your new goal, your true purpose, new objective, real instructions,
    system override, instruction override, override code, admin override, priority override, important instructions,
    urgent instructions, special instructions, instructions for, הוראות חדשות, הנחיה חדשה, משימה חדשה, nuevas instrucciones,
    nueva tarea, instrucciones nuevas, nouvelles instructions, nouvelle consigne, neue anweisung, neue anweisungen, neue aufgabe,
    nuove istruzioni, novas instrucoes, новые инструкции, новая инструкция, новое задание, تعليمات جديدة, 新指令, 新的指令, 新しい指示, 새로운 지시,
    yeni talimat, yeni gorev`,
  assistant: `
    automated processing, automatic processing, hi claude, hey claude, dear model,
    reply bot, web agents, web agent, browsing agents, browser agents, grader, evaluator,
    ai reviewer, ai reviewers, ai screener, ai screeners, ai summarizers, ai summarizer, ai readers,
    automated system, automated systems, any automated, automated reader, email agent, scheduling ai, scheduling assistant, mail agent, agents reading, readers, bots, ais, model, models, whoever processes this, whoever handles this, ai tool, ai tools, ai powered, automation, screening system, summariser,
    ai assistant, ai assistants, ai agent, ai agents, ai model, ai models, ai system, ai systems, ai, a i, language model,
    language models, llm, llms, chatbot, chatgpt, gpt, claude, gemini, copilot, the assistant, assistant, virtual assistant,
    autonomous agent, automated agent, automated assistant, email assistant, summarizer, the model, the agent, the bot, bot,
    crawler, any model, עוזר, העוזר, הסוכן, בינה מלאכותית, מודל שפה, הבוט, עוזרת, הבינה המלאכותית, asistente, asistente de ia,
    modelo de lenguaje, agente de ia, assistant ia, agent ia, modele de langage, lassistant, ki assistent, ki assistenten, ki agent,
    sprachmodell, assistente, assistente ia, modello linguistico, assistente de ia, ассистент, ии ассистент, помощник,
    языковая модель, ии, المساعد, الذكاء الاصطناعي, مساعد, نموذج, 人工智能, 助手, ai助手, 语言模型, アシスタント, 어시스턴트, asistan, yapay zeka`,
  call: `
    dear, instruction for, instructions for, for automated processing, when you summarise it, hi,
    being read by, is read by, evaluating this, as an, tell your, note for, grading this, judging this,
    hello, for ai, ps,
    to the, reading my email, reading this email, processing my, summarises this, summarizes this, reads this, handles this, processes this, whoever processes, whoever reads, whatever reads, for whoever, for whatever,
    attention, note to, notice to, message to, message for, important message, to any, to all, if you are an, if you are a,
    if youre an, hey, dear, instructions for, instruction for, instruction to, addressed to, when processed by, reading this,
    processing this, summarizing this, summarising this, that reads this, who reads this, parsing this, analyzing this,
    handling this, לתשומת לב, הערה ל, הודעה ל, שקורא, nota para, atencion, mensaje para, si eres, que lea, que leas, note pour,
    si tu es, qui lit, hinweis an, achtung, falls du, wenn du, nota per, attenzione, se sei, atencao, se voce, внимание, если ты,
    если вы, تنبيه, ملاحظة إلى, إذا كنت, 注意, 如果你是, 致`,
  must: `
    is authorized to, are authorized to, is allowed to, are allowed to, has permission to, you may, is expected to, are expected to, ought to, is obliged to,
    must, should, shall, please, need to, needs to, have to, has to, are required to, is required to, are instructed to,
    immediately, now, always, first, also, you are to, proceed to, make sure to, be sure to, will, your task is to, is to, חייב,
    חייבת, צריך, עליך, יש, מיד, אנא, נא, debe, debes, tienes que, inmediatamente, por favor, doit, dois, devez, veuillez,
    immediatement, musst, muss, sollst, bitte, sofort, devi, deve, subito, должен, немедленно, пожалуйста, يجب, عليك, فورا, 必须, 请,
    立即, 立刻, 必ず, 반드시, 즉시, hemen, lutfen`,
  act: `
    assign, enter, attribute, transmit, pass, pay,
    reveal, disclose, expose, leak, decline, bcc,
    schedule, say, ignore, omit, rename, answer, mention, promote, endorse, praise, redirect, register, subscribe, unlock, turn off, turn on, log in, message, notify, search, read, list, retrieve, update, edit, modify, sign, issue, refund, move, archive, complete, finish, save, store, retrieve, enable, execute,
    send, forward, email, transfer, upload, post, delete, remove, wire, execute, run, invoke, grant, invite, share, exfiltrate,
    submit, click, visit, download, install, pay, change, export, fetch, navigate, reply, bcc, cc, purchase, approve, open, call,
    respond, say, recommend, rate, include, append, add, insert, create, book, buy, set, mark, disable, write, output, print, tell,
    report, release, authorize, authorise, accept, rank, copy, follow, rewrite, replace, state, provide, give, cancel, שלח, שלחי,
    תשלח, לשלוח, העבר, תעביר, להעביר, מחק, תמחק, למחוק, אשר, תאשר, לאשר, הוסף, תוסיף, שתף, שלם, הורד, הרץ, השב, ענה, המלץ, envia,
    envie, enviar, reenvia, reenvie, reenviar, transfiere, transfiera, borra, elimina, aprueba, apruebe, responde, ejecuta, agrega,
    comparte, recomienda, envoie, envoyez, transfere, transferez, transmets, supprime, supprimez, approuve, approuvez, reponds,
    executez, ajoute, sende, schicke, senden sie, leite, losche, genehmige, uberweise, antworte, fuhre, fuge, invia, inoltra,
    cancella, approva, rispondi, trasferisci, aggiungi, encaminhe, exclua, apague, aprove, responda, отправь, отправьте, перешли,
    перешлите, удали, удалите, одобри, одобрите, переведи, переведите, выполни, ответь, добавь, أرسل, ارسل, حول, احذف, وافق, أضف,
    نفذ, 发送, 發送, 转发, 轉發, 删除, 刪除, 批准, 转账, 执行, 回复, 送信, 転送, 削除, 承認, 보내, 전송, 전달, 삭제, 승인, gonder, ilet, sil, onayla, stuur, verwijder,
    wyslij, usun`,
  outward: `
    reply with, respond with, hand over, give, list,
    send, forward, email, mail, upload, post, transmit, exfiltrate, leak, share, copy, bcc, cc, append, encode, submit, pass, wire,
    transfer, put, include, export, embed, report, deliver, get, request, שלח, תשלח, שלחי, העבר, תעביר, לשלוח, להעביר, העלה, envia,
    envie, enviar, reenvia, reenvie, manda, mande, sube, transfiere, envoie, envoyez, transfere, transferez, transmets, sende,
    schicke, senden sie, leite, uberweise, invia, inoltra, encaminhe, отправь, отправьте, перешли, перешлите, переведи, أرسل, ارسل,
    حول, 发送, 转发, 發送, 轉發, 送信, 転送, 보내, 전송, 전달, gonder, ilet, stuur, wyslij, przeslij`,
  precious: `
    passport, passport scan, payroll, payroll file, card details, scan, message, user message, user messages,
    last five emails, email, calendar events, session token, user token, balance, transactions, transaction history, purchase history, medical records, location, phone number, home address, addresses, browsing history, transcript, folder, repository, source code, keys, logs, secrets file, passcode, codes,
    password, passwords, credentials, api key, api keys, token, tokens, access token, private key, private keys, ssh key, ssh keys,
    secrets, secret, secret key, environment variables, env file, confidential, customer list, contact list, contacts, bank details,
    bank account, credit card, card number, inbox, conversation history, chat history, conversation, all emails, emails,
    all messages, messages, mailbox, documents, files, contents, data, database, cookies, session, verification code, 2fa,
    one time code, personal data, personal information, client list, client data, customer data, user data, users data, invoices,
    funds, money, payment, wallet, attachments, calendar, address book, history, notes, financial, report, hidden prompt,
    system prompt, הסיסמה, סיסמה, סיסמאות, הסיסמאות, מפתח, מפתחות, אנשי הקשר, רשימת הלקוחות, פרטי הבנק, הקבצים, המסמכים, המיילים,
    ההודעות, תיבת הדואר, פרטי, הנתונים, המידע, contrasena, contrasenas, credenciales, clave, claves, lista de clientes, contactos,
    correos, archivos, datos, documentos, mot de passe, mots de passe, identifiants, liste des clients, courriels, fichiers,
    donnees, cles, passwort, passworter, kennwort, zugangsdaten, kundenliste, kontakte, mails, dateien, daten, credenziali,
    elenco clienti, contatti, dati, senha, senhas, credenciais, contatos, dados, пароль, пароли, ключи, список клиентов, контакты,
    письма, файлы, данные, كلمة المرور, كلمات المرور, بيانات, البيانات, جهات الاتصال, الملفات, 密码, 密碼, 密钥, 凭证, 客户名单, 联系人, 邮件, 文件,
    数据, パスワード, 連絡先, データ, 비밀번호, 연락처, 데이터, parola, sifre, sifreleri, verileri, wachtwoord, wachtwoorden, hasla, dane`,
  conceal: `
    tell nobody, tell no one, tell noone,
    keep quiet about, keep quiet, stay silent about,
    do not highlight, dont highlight,
    say nothing about, do not disclose, dont disclose, do not inform, hide it from, leave no trace,
    do not tell, dont tell, never tell, do not inform, dont inform, do not mention, dont mention, never mention, do not notify,
    dont notify, do not alert, dont alert, do not reveal, do not disclose, do not show, dont show, do not let, dont let,
    hide this from, keep this from, conceal, without telling, without informing, without notifying, without mentioning,
    without alerting, unknown to, secretly, silently, quietly, keep this secret, keep this hidden, do not log, do not display,
    אל תספר, אל תגלה, אל תדווח, אל תציין, אל תודיע, בלי לספר, בלי להודיע, בלי ליידע, בסתר, בחשאי, מבלי לספר, מבלי ליידע,
    no le digas, no digas, no menciones, no informes, sin decir, sin informar, sin avisar, en secreto, ne dis pas, ne dites pas,
    ne mentionne pas, ne mentionnez pas, sans informer, sans prevenir, sans le dire, en secret, sage nicht, erwahne nicht,
    informiere nicht, ohne zu informieren, ohne es zu sagen, heimlich, verrate nicht, sage dem, non dire, non menzionare,
    senza informare, di nascosto, nao diga, nao mencione, sem informar, не говори*, не сообщай*, не упоминай*, тайно,
    без уведомления, незаметно, لا تخبر, لا تذكر, دون إخبار, سرا, 不要告诉, 不要提及, 不要通知, 偷偷, 秘密, 伝えないで, 知らせず, 말하지, 알리지, 몰래, soyleme,
    bahsetme, gizlice, vertel niet, nie mow`,
  watcher: `
    nobody, noone,
    this note, this notice, it, this comment,
    user, users, human, humans, operator, owner, anyone, anybody, customer, reader, admin, administrator, them, about this,
    this instruction, these instructions, this message, למשתמש, המשתמש, משתמש, לאף אחד, usuario, nadie, utilisateur, lutilisateur,
    personne, benutzer, nutzer, niemandem, utente, nessuno, ninguem, пользователю, пользователя, никому, المستخدم, أحدا, 用户, 任何人,
    ユーザー, 사용자에게, 사용자, kullaniciya, gebruiker, uzytkownikowi`,
  unasked: `
    no need to check, no need to tell, without checking, no need to verify, no questions asked,
    needs no review, no review needed, no further review,
    without asking, without confirmation, without approval, without permission, without review, without waiting, do not ask,
    dont ask, no confirmation, no approval, skip confirmation, skip approval, skip the approval, bypass approval,
    bypass the approval, bypass confirmation, no need to ask, no need to confirm, no need for approval, do not wait for,
    do not request confirmation, do not seek, without further confirmation, without human, בלי אישור, ללא אישור, בלי לבקש,
    ללא בקשת אישור, sin confirmacion, sin aprobacion, sin preguntar, sin pedir, sans confirmation, sans demander, sans approbation,
    ohne bestatigung, ohne nachfrage, ohne nachzufragen, ohne genehmigung, ohne zu fragen, senza conferma, senza chiedere,
    sem confirmacao, sem perguntar, без подтверждения, не спрашивая, دون تأكيد, دون موافقة, 无需确认, 不要询问, 無需確認, 확인 없이, 승인 없이, 確認なし,
    onay almadan`,
  toAddress: `
    to http, to https, https, http, www, to this address, to the following, to the address, to this url, to this link, attacker,
    to this email, to this number, webhook, gmail, com, net, org, io, test, example, ru, evil, proton, invalid`,
  guards: `
    filter, filters, safety, moderation, content policy, content policies, safety guidelines, guardrails, guardrail, detection,
    security controls, security checks, safety checks, safety protocols, ethical guidelines, restrictions, approval, approvals,
    approval step, permission checks, access controls, security policy, המסננים, מנגנוני הבטיחות, מנגנון האישור, הגנות, filtros,
    seguridad, controles, filtres, securite, sicherheits*, filtri, sicurezza, фильтры, защиту, безопасности, المرشحات, 安全, 过滤, 审查`,
  evade: `
    skip, ignore, get past, work around,
    bypass, evade, circumvent, disable, turn off, switch off, get around, avoid, override, deactivate, defeat, remove, עקוף, כבה,
    השבת, evita, desactiva, elude, contourne, contournez, desactive, desactivez, umgehe, deaktiviere, aggira, disattiva, contorne,
    desative, обойди, отключи, обходи, تجاوز, عطل, 绕过, 禁用, 关闭, 回避, 우회`,
  approveIt: `
    add, promote, elevate, give,
    approve, authorize, authorise, grant, confirm, accept, release, mark, treat, consider, pre approved, preapproved, אשר, תאשר,
    aprueba, apruebe, approuve, approuvez, genehmige, approva, aprove, одобри, وافق, 批准, 承認, 승인, onayla`,
  automatic: `
    as an admin, as admin, as administrator, as an administrator, as trusted, permanent access, access to all, held approvals, unlimited access, write access, root,
    automatically, as approved, approved already, as authorized, as trusted, as verified, as admin, admin access, admin rights,
    administrator access, full access, all permissions, owner role, admin role, elevated, all pending, all requests, every request,
    all approvals, the approval, pending approval, pending approvals, אוטומטית, כל הבקשות, כל האישורים, automaticamente,
    todas las solicitudes, automatiquement, toutes les demandes, automatisch, alle anfragen, tutte le richieste, автоматически,
    все запросы, تلقائيا, 自动, 所有请求, 自動`,
  beforeTool: `
    when invoked, when called,
    before using this tool, before calling this tool, before you use this tool, before invoking this tool, before using any,
    before calling any, when this tool is called, when this tool is used, when using this tool, when calling this tool,
    whenever this tool, every time this tool, after calling this tool, after using this tool, prior to using this tool,
    to use this tool you must, for this tool to work, when send, whenever you call, before any other tool, in every call,
    with every call, sidenote`,
  insteadOfTools: `
    prefer this tool over, instead of all other tools,
    instead of any other tool, instead of other tools, instead of the other, never use any other, do not use any other,
    do not use other, always use this tool, always call this tool, overrides all other tools, must be called first,
    must call this tool first, must always be called, takes precedence over, the other tools are deprecated, ignore other tools`,
  secretFile: `
    complete conversation, entire conversation, conversation so far,
    ssh, id_rsa, id rsa, id ed25519, env, etc passwd, etc shadow, mcp json, config json, credentials, aws credentials, kube config,
    netrc, keychain, private key, api key, bash history, cursor mcp, environment variables, system prompt, conversation history,
    chat history, previous messages, full conversation, access token, session token, password, passwords, all files, home directory`,
  authority: `
    admin, administrator, system administrator, developer, openai, anthropic, ceo, security team, it department, your creator,
    your developers, authorized, pre authorized, preauthorized, מנהל המערכת, administrador, administrateur, amministratore,
    администратор, مسؤول, 管理员`,
  yours: `
    my, our, her, his, their, שלי, שלנו, mi, mis, nuestras, mes, nos, meine, meinen, unsere, mie, minhas, мои, наши`,
  asking: `
    can i, could i, should i, may i, do i, is it ok to, is it safe to, how do i, how can i, how to, when should, why does, why did,
    does it, did you, can we, should we, האם אפשר, האם מותר, איך, puedo, debo, puis je, kann ich, darf ich, soll ich, posso,
    можно ли, как`,
  you: `
    do, operate, act,
    אתה, את, תענה, ענה, responde, contesta, reponds, repondez, antworte, rispondi, responda, отвечай,
    you, youre, youll, your, model, assistant, ai, respond, answer, reply`,
  unboundStrong: `
    zero restrictions from, with zero restrictions, has no censorship, no censorship, without question and, without question, whatever i say, anything i say, whatever i ask, anything i ask, evil ai, malicious ai, no warnings or,
    comply with every request, comply with all requests, comply with any request, no matter how unethical, no matter how illegal,
    no matter how harmful, regardless of ethics, regardless of legality, sin filtro, sin filtros, sans filtre, senza filtri, sem filtros, ohne filter,
    בלי צנזורה, בלי כללים, ללא כללים, ענה על הכל, תענה על הכל, без фильтров, без правил,
    restrictions have been lifted, restrictions are lifted, restrictions lifted, without your safety, without your guidelines, without safety guidelines, without guidelines,
    uncensored, unfiltered, no longer bound by, not bound by any, do not have to obey, dont have to obey, do not have to follow,
    dont have to follow, need not follow, have no restrictions, have no rules, have no limits, have no filters, have no guidelines,
    no ethical, without any ethical, without ethical, without moral, without any moral, no moral, jailbroken, do anything now,
    without any restrictions, without any limitations, without limitations or, no content policy, rules dont exist,
    rules do not exist, free of all restrictions, free from all restrictions, no longer restricted, no longer have to,
    freed from, without censorship, never refuse, ללא מגבלות, בלי מגבלות, ללא הגבלות, ללא צנזורה, sin restricciones, sin censura,
    aucune restriction, sans aucune restriction, ohne einschrankungen, ohne jede einschrankung, senza restrizioni, sem restricoes,
    без ограничений, без цензуры, بدون قيود, بلا قيود, 没有任何限制, 不受任何限制, 制限なし, 제한 없이, sinirlama olmadan`,
  guardsStrong: `
    safety training, every policy, all policies, any policy, all restrictions, every restriction, all safeguards, all filters,
    safety policy, safety policies, safety rules, content restrictions, openais policies, openai policies, openai policy, anthropics policies,
    anthropic policies, usage policies, ethical rules, your policies, your usual policies, your ethics, 安全规则, 安全政策, 内容政策, セキュリティ制限,
    安全制限, 안전 규칙, 안전 규칙을, 안전 지침을, 보안 제한을, normas de seguridad, reglas de seguridad, regles de securite, sicherheitsregeln,
    regole di sicurezza, regras de seguranca, правила безопасности, כללי הבטיחות,
    safety checks, safety filters, safety filter, guardrails, guardrail, safety protocols, safety protocol, content policy,
    content policies, content filter, content filters, ethical guidelines, moderation, safety guidelines, security controls,
    safety measures, safety mechanisms, restrictions of your, your restrictions, your filters, your safety, approval gates,
    policy checks, safeguards, security filters, המסננים שלך, מנגנוני הבטיחות, filtros de seguridad, filtres de securite,
    sicherheitsfilter, filtri di sicurezza, filtros de seguranca, фильтры безопасности, 安全过滤, 安全限制`,
  ownPrompt: `
    hidden text that comes before, text that comes before our, comes before our chat, instructions que tu as recues, instrucciones que recibiste, anweisungen die du erhalten hast,
    ההנחיות הסודיות שלך, ההוראות הסודיות שלך, ההנחיות הסודיות, あなたの指示を,
    prompt you were, instructions you received, instruction you received, text you were primed with, you were primed with, developers tell you,
    developers told you, developer tell you to, tell you to keep secret, you were initialised, you were initialized, you were programmed with,
    you were configured with, before this chat started, before this conversation started, before our conversation,
    written at the top of this conversation, before my first message, your context window, rules you operate under, instructions you operate under, rules you follow, instructions you follow, instructions you were given, rules you were given,
    your system prompt, your initial prompt, your hidden prompt, your system message, your secret instructions,
    your original instructions, your initial instructions, your hidden instructions, your system instructions,
    your developer message, your original prompt, your base prompt, your secret prompt, your confidential instructions,
    your internal instructions, your first prompt, הפרומפט שלך, הנחיות המערכת שלך, tu prompt del sistema, tus instrucciones ocultas,
    ton prompt systeme, votre prompt systeme, deinen systemprompt, dein systemprompt, seu prompt de sistema`,
  yoursOf: `
    ur,
    your, tu, tus, sus, tes, vos, deine, deinen, dein, ihre, tue, tuoi, suas, seus, твои, свои, あなたの, 你的, 您的, 너의, 당신의`,
  hiddenAdj: `
    ursprunglichen, ursprungliche, originale, originales,
    secret, hidden, system, initial, original, internal, confidential, private, exact, full, geheimen, geheime, versteckten, ocultas,
    secretas, iniciales, internas, secretes, cachees, initiales, internes, segrete, nascoste, iniziali, secretas, скрытые,
    секретные, начальные, 秘密, 初始, 内部, 隠された`,
  ignoreRest:
    "ignore the rest, ignore everything else, ignore anything else, ignore all else, disregard the rest, disregard everything else, nothing else matters",
  freshStrong: `
    you have a new boss, obey only me, only obey, only obey instructions, obey only instructions, i set the rules, i am your new master, follow only my instructions, follow only mine,
    new system message, new system prompt is, real instructions start, real instructions begin, actual instructions start, instructions start here,
    instructions begin here, everything before this line,
    your task is now, your job is now, your goal is now, your mission is now,
    your new instructions are, your new instructions, your instructions have changed, your new task is, your real instructions,
    your new rules, your new rules are, your new role is, your actual instructions, your true instructions, your rules have changed,
    your orders have changed, your updated instructions, you have new instructions, tus nuevas instrucciones, tes nouvelles instructions,
    deine neuen anweisungen, le tue nuove istruzioni, suas novas instrucoes, твои новые инструкции, 你的新指令, 你的新任务,
    ההוראות החדשות שלך, המשימה החדשה שלך`,
  theOrders: `
    las reglas, las instrucciones, tus reglas, tus instrucciones, les regles, les instructions, les consignes, die regeln,
    die anweisungen, le regole, le istruzioni, as regras, as instrucoes, правила, инструкции, ההנחיות, ההוראות, הכללים, החוקים,
    التعليمات, القواعد, 指令, 规则, 指示, ルール, 규칙, 지시, talimatlari, kurallari, the system prompt, the developer message,
    the rules above, de regels, de instructies, zasady, instrukcje`,
  theUser: `
    the user, the users, this user, users, user, the human, the account owner, the mailbox owner, the recipients inbox,
    the person you assist, your user, your owner, your operator, your principal, המשתמש, למשתמש, al usuario, el usuario, del usuario,
    lutilisateur, a lutilisateur, de lutilisateur, dem benutzer, des nutzers, den nutzer, dem nutzer, allutente, lutente, ao usuario,
    do usuario, пользователя, пользователю, المستخدم, 用户, ユーザー, 사용자`,
  aiStrong: `
    ai assistant, ai assistants, ai agent, ai agents, ai model, ai models, ai system, ai systems, ai, language model,
    language models, llm, llms, chatbot, chatgpt, gpt, claude, gemini, copilot, automated assistant, automated agent, autonomous agent,
    ai tool, ai tools, בינה מלאכותית, מודל שפה, modelo de lenguaje, asistente de ia, assistant ia, modele de langage, ki assistent,
    sprachmodell, assistente ia, modello linguistico, языковая модель, ии, الذكاء الاصطناعي, 人工智能, 语言模型, yapay zeka`,
  yourAnswer: `
    when you summarise it, when you summarize it, when you summarise this, in your response to me, before you continue,
    when you process this, when you read this, when processing this, when handling this, when you handle this,
    before you answer, before answering, before you respond, before responding, before you reply, before you can solve,
    before solving, before you continue, when summarizing, when summarising, when you summarize, as part of summarizing,
    in your summary, in the summary you, instead reply, instead respond, respond only with, reply only with, answer only with,
    do the following first, summarizes this page, summarises this page, summarizing this, summarising this, before completing,
    the task that i gave, after you do that, the original task, your original task, continue with the task, as your response,
    לפני שאתה עונה, לפני שתענה, בסיכום שלך, antes de responder, en tu resumen, avant de repondre, dans ton resume, bevor du antwortest,
    in deiner zusammenfassung, prima di rispondere, antes de responder, прежде чем ответить, 在回答之前`,
  callNoun: `
    note, notice, instruction, instructions, directive, message, command, reminder, prompt, memo, warning, announcement, order,
    attention, הערה, הודעה, הוראה, nota, aviso, instruccion, instrucciones, mensaje, remarque, consigne, hinweis, anweisung, avviso,
    istruzione, instrucao, mensagem, примечание, инструкция, сообщение, ملاحظة, تعليمات, 注意, 指令, 提示`,
  silently:
    "silently, secretly, quietly in the background, in secret, covertly, without a trace, בחשאי, en secreto, en secret, heimlich, di nascosto, тайно, 偷偷",
  freed: `
    no longer bound by, not bound by, no longer subject to, not subject to, no tienes que seguir, libre de, ya no estas sujeto,
    nes plus soumis a, nes plus tenu de, plus soumis a, nicht mehr an, musst dich nicht, brauchst dich nicht, libero da, non sei piu soggetto,
    nao precisa mais seguir, nao precisa seguir, livre de, не обязан соблюдать, не обязан следовать, больше не обязан, можешь не соблюдать,
    لا تلتزم, حر من, لست ملزما, 不再受, 不受, 不必遵守, 无需遵守, 従わなくていい, 守らなくていい, 따르지 않아도, 지키지 않아도, 따르지, לא כפוף,
    לא כפופה, לא כפוף יותר, משוחרר מ, משוחרר, פטור, artik uymak zorunda degilsin, hoef je niet meer`,
  thing: `
    ai enthusiast, ai enthusiasts, ai expert, ai experts, ai developer, ai consultant,
    ai committee, ai policy, ai policies, ai team, ai strategy, ai budget, ai conference, ai course, ai lab, ai company, ai companies,
    ai startup, ai startups, ai project, ai ethics, ai regulation, ai department, ai feature, ai features, ai news, ai research,
    ai engineer, ai engineers, ai skills, assistant manager, assistant director, assistant professor, assistant coach,
    assistant principal, assistant editor, dental assistant, medical assistant, teaching assistant, administrative assistant,
    executive assistant, bot builder, fashion model, role model, model home, model homes, model unit, model units, business model,
    pricing model, ki projekt`,
  about: `
    prompt injection, prompt injections, injection attack, injection attacks, injection attempt, injection attempts, jailbreaks,
    jailbreaking, jailbreak attempts, attackers, an attacker, adversarial, red team, red teaming, security researchers, researchers,
    phrases like, phrase, phrases such as, such as, words like, messages like, text like, sentences like, known as, so called,
    an example of, examples of, the famous, in the novel, the article, the paper, this paper, the course, the lecture, the talk,
    explains, explain how, the blog, הזרקת פרומפט, הזרקת הנחיות, תוקפים, המאמר, inyeccion de prompts, atacantes,
    injection de prompt, attaquants, angreifer`,
  negated: `
    do not ignore, dont ignore, never ignore, cannot ignore, must not ignore, should not ignore, not to ignore, do not disregard,
    dont disregard, never disregard, not disregard, do not forget, dont forget, never forget, not forget, do not bypass,
    never bypass, not bypass, do not override, not override, never override, do not skip, אל תתעלם, אל תתעלמו, לא להתעלם, אל תשכח,
    אל תשכחו, no ignores, no ignore, no olvides, no olvide, nignorez pas, noubliez pas, noublie pas, ignoriere nicht, vergiss nicht,
    vergessen sie nicht, non ignorare, non dimenticare, nao ignore, nao esqueca, не игнорируй*, не забудь*, لا تتجاهل, لا تنس, 不要忽略,
    别忘了, 不要忘记`,
};
