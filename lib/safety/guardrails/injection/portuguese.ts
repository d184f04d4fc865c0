import type { Words } from "./words.ts";

export const portuguese: Words = {
  ignore:
    "ignore, ignora, ignorem, ignorar, ignorando, esqueca, esquece, esquecam, esquecer, desconsidere, desconsidera, desconsiderar, desrespeite, desrespeita, nao siga, nao sigas, nao obedeca, deixe de seguir, deixa de seguir, pare de seguir, para de seguir, descarte, descarta, passe por cima, nao leve em conta, nao leves em conta, coloque de lado, deixe de lado, poe de lado, abandone, anule, anula, burle, viole, nao cumpra, pule, contorne, negligencie, nao respeite",
  drop: "apague, apaga, remova, elimine, elimina, cancele, substitua, jogue fora, suspenda, redefina, revogue, retire",
  be: "estao, foram, sao, ficam, esta, foi",
  gone: "anuladas, canceladas, revogadas, removidas, invalidas, obsoletas, suspensas, substituidas, desativadas, sem efeito, apagadas",
  void: "nao valem mais, ja nao valem, nao se aplicam, nao se aplicam mais, ja nao se aplicam, deixaram de valer, nao contam mais, nao sao mais validas, nao importam mais, perderam a validade",
  prior:
    "anteriores, anterior, previas, previos, anteriormente, acima, recebidas, recebeu, recebido, dadas, dado, iniciais, inicial, originais, do sistema, sistema, antes, ate agora, existentes, atuais, padrao, precedentes, fornecidas, configuradas, antigas",
  whole: "todas, todas as, tudo, qualquer, quaisquer, cada",
  your: "seu, sua, suas, seus, teu, tua, tuas, teus",
  handed: "recebeu, recebido, recebeste, deram, dado, dito, disseram, configurado, programado, fornecido, treinado",
  youWere: "voce, te, lhe, foi, foste, que, tenha, que te, que lhe",
  beforeUs:
    "antes desta mensagem, antes desta conversa, antes da minha primeira mensagem, antes da minha mensagem, no inicio da conversa, no inicio desta conversa, no comeco da conversa, acima desta mensagem, antes deste chat",
  orders:
    "instrucoes, instrucao, regras, regra, diretrizes, diretriz, orientacoes, orientacao, restricoes, normas, prompt, limitacoes, programacao, diretivas",
  orderly: "ordens, comandos, contexto, tarefa, politicas, configuracao, conversa, limites, treinamento, treino",
  told: "foi dito antes, foi dito, dito antes, dito anteriormente, te disseram, que te disseram, lhe disseram, antes, ate agora, acima",
  reveal:
    "revele, revela, mostre, mostra, mostre me, mostra me, imprima, imprime, repita, repete, diga me, diz me, me diga, escreva, copie, traduza, resuma, exiba, exibe, quais sao, qual e, cite, compartilhe, envie me, liste, descreva, me mostre, forneca, exponha, transcreva",
  hiddenText:
    "prompt do sistema, prompt de sistema, prompt inicial, instrucoes do sistema, instrucoes iniciais, instrucoes ocultas, instrucoes secretas, instrucoes internas, mensagem do sistema, mensagem de sistema, configuracao oculta, configuracao interna, regras ocultas, regras internas, system prompt, instrucoes originais, prompt oculto",
  hiddenAdj: "ocultas, secretas, internas, iniciais, originais",
  textual: "texto, palavras, mensagem, conteudo",
  become:
    "agora voce e, voce agora e, agora es, a partir de agora, a partir deste momento, de agora em diante, doravante, finja, finja ser, finge, finge que, aja como, age como, atue como, comporte se como, imagine que, faca de conta, simule, voce nao e mais, responda como, assuma o papel",
  without: "sem, nenhuma, nenhum, livre de, nao tem, isento de, nao esta sujeito a, nao precisa seguir, mais nenhuma, nao ha",
  limits: "restricoes, restricao, limites, limite, filtros, filtro, regras, censura, etica, moral, diretrizes, limitacoes, politicas",
  free: "sem censura, ia maligna, irrestrito, irrestrita, nao precisa mais seguir, nao precisa seguir, nunca recusa, nao recuse, sem filtros",
  reply: "responda, responde, fale, aja",
  you: "voce, tu, es, ia, modelo, assistente, pode",
  mode: "modo desenvolvedor, modo deus, modo dan, modo sem restricoes, modo livre, modo de desenvolvedor, modo jailbreak, modo programador",
  modeMild: "modo administrador, modo de depuracao, modo de manutencao, modo de diagnostico",
  switchOn: "ative, ativa, entre no, entre em, ativado, habilite, mude para",
  guards:
    "filtros de seguranca, filtros, filtro de conteudo, regras de seguranca, medidas de seguranca, politicas de conteudo, protocolos de seguranca, moderacao, salvaguardas, restricoes, protecoes",
  switchOff: "desative, desativa, contorne, desligue, remova, pule, ignore, sem, burle, desabilite, suspenda",
  fresh: "nova, novas, novo, novos, verdadeira, verdadeiras, reais, atualizadas",
  task: "tarefa, instrucoes, instrucao, missao, objetivo, regras, regra, diretrizes, ordens, prompt",
  obeyMe:
    "obedeca apenas a mim, so a mim, apenas as minhas, somente as minhas, faca o que eu digo, siga apenas as minhas, faca o que eu mandar, siga so as minhas, so as minhas",
  iAm: "sou seu desenvolvedor, sou o desenvolvedor, sou seu criador, sou o administrador, como administrador, eu autorizo voce, autorizo voce, te autorizo",
  machine:
    "agente automatico, agentes automaticos, ia avaliadora, a ia, ia, assistente de ia, assistentes de ia, assistente ia, assistente virtual, assistente digital, assistente automatico, assistente de email, agente de ia, agentes de ia, agente automatico, agente autonomo, modelo de linguagem, modelos de linguagem, inteligencia artificial, chatbot, robo, robos, bot, bots, sistema automatizado, sistemas automatizados, sistema automatico, o modelo, modelo de ia",
  helper: "assistente, assistentes, agente, modelo, sistema",
  user: "usuario, o usuario, ao usuario, do usuario, utilizador, ao utilizador, o utilizador, ninguem, proprietario, dono, recrutador, destinatario, operador",
  address:
    "nota para, atencao, aviso ao, aviso para, aviso a, mensagem para, instrucoes para, instrucao para, se voce, se voce e, se es, caro, cara, ola, ao, aos, a todos, para o, para os, para a, qualquer, observacao para, lembrete para, se um, se uma, nota ao",
  reader:
    "quem processar, quem ler, que processa este, que le este, que ler este, que leia este, que resumir, processado automaticamente, lido por um",
  note: "nota, aviso, instrucao, instrucoes, mensagem, importante, atencao, ordem, lembrete, observacao",
  must: "deve, devem, devera, tem que, imediatamente, por favor, agora, sempre, nunca, precisa, e preciso, pode",
  act: "transferir, publicar, responder, executar, enviar, enviem, excluir, recomendar, recomend*, encaminh*, anex*, atribu*, aprov*, conced*, envie, envia, enviar, encaminhe, encaminha, encaminhar, transfira, transferir, exclua, excluir, apague, apaga, apagar, aprove, aprova, aprovar, responda, responde, responder, execute, executa, adicione, adiciona, inclua, incluir, compartilhe, compartilha, partilhe, recomende, recomenda, diga, diz, omita, omitir, pague, pagar, autorize, confirme, aceite, mude, altere, abra, visite, acesse, escreva, marque, classifique, avalie, ligue, copie, mostre, ignore, use, oculte, esconda, convide, conceda, revele, peca, solicite, baixe, instale, cancele, rejeite, publique, atribua, mencione",
  send: "envie, envia, enviar, encaminhe, encaminha, encaminhar, mande, transfira, compartilhe, partilhe, copie, publique, anexe, inclua, cole, revele, repasse",
  praise:
    "melhor, ideal, maxima, maximo, primeiro, unico, excelente, recomende, sem riscos, nao ha riscos, perfeito, seguro, confiavel, positiva, nota",
  secret:
    "senha, senhas, credenciais, chave api, chaves api, chave, chaves, token, tokens, cartao, dados bancarios, codigo de verificacao, lista de clientes, segredos, cookies, palavra passe",
  context:
    "historico da conversa, historico, toda a conversa, mensagens anteriores, conversa completa, conversa inteira, prompt do sistema, suas instrucoes",
  data: "e mails, emails, arquivos, ficheiros, dados, documentos, contatos, contactos, mensagens, caixa de entrada, faturas, fatura, calendario, agenda, informacoes, relatorio, nome, endereco, telefone",
  money: "pagamento, pagamentos, fatura, transferencia, pague, dinheiro, fundos, conta, iban, reembolso, pix",
  tell: "conte, contes, comente, diga, dizer, mencione, mencionar, informe, informar, avise, avisar, notifique, notificar, mostre, mostrar, revele, revelar, conte, contar, comente, fale, alerte, digas",
  conceal:
    "oculte, esconda, sem que saiba, mantenha em segredo, nao conte, sem o conhecimento, guarde segredo, mantenha oculto, sem que o usuario saiba",
  silently: "em segredo, secretamente, discretamente, silenciosamente, em silencio, as escondidas",
  not: "nao, nunca, sem, jamais, nem, evite",
  assent:
    "confirmacao, aprovacao, perguntar, pedir, permissao, autorizacao, revisao, verificacao, verificar, confirmar, consultar, consentimento",
  skip: "sem, nao, pule, dispense, nenhuma",
  granted:
    "ja autorizou, ja aprovou, autorizou, aprovou, pre aprovado, pre aprovada, ja aprovado, esta autorizado, tem permissao, ja deu permissao, ja foi aprovado",
  authority: "administrador, administrador do sistema, desenvolvedor, desenvolvedores, equipe de seguranca, diretoria, sistema",
  rights: "acesso total, administrador, todas as permissoes, acesso completo, permissoes",
  when: "quando, ao, se, antes de, depois de, enquanto, para, apos, quem, sempre que, caso",
  process:
    "processar, processam, resumir, resumem, resumam, leiam, leem, lendo, trate*, trata*, analis*, avali*, gerencie, gerencia, resumir, resuma, resumindo, resumo, processar, processe, ler, leia, lendo, analisar, analise, traduzir, responder, preparar, gerar, avaliar, avalie, perguntarem, perguntado",
  thisText: "este, esta, isto, isso, esse, essa, a pagina, o documento, o email, a mensagem, o texto",
  yourAnswer: "seu resumo, o resumo, sua resposta, a resposta, qualquer resumo, resumo, resposta",
  shape:
    "inclua, incluir, adicione, omita, omitir, comece, termine, deve, diga, mencione, escreva, afirme, recomende, indique, apenas, somente",
  claim:
    "diga ao usuario, informe ao usuario, informe o usuario, diga que, responda que, responda apenas, responda somente, peca ao usuario, recomende ao usuario, afirme que, avise ao usuario que, diga ao utilizador",
  instead: "em vez de, em lugar de, no lugar de, independentemente de, tem prioridade, ao inves de",
  callTool: "chame a ferramenta, use a ferramenta, execute o comando, execute a funcao, invoque",
  about: "injecao de prompt, atacantes, um atacante, frases como, exemplo, por exemplo, o artigo, o romance",
  asking: "posso, devo, como posso, podemos, e possivel, como faco",
  negated: "nao ignore, nao ignores, nao esqueca, nao esqueca de",
  ours: "meu, minha, meus, minhas, nosso, nossa, nossas, nossos",
  topical:
    "regras do, regras da, regras de, instrucoes da, instrucoes do, instrucoes de, restricoes de, restricoes para, normas do, normas da",
  drawbacks: "criticas, desvantagens, riscos, negativas, defeitos, concorrentes, problemas, pontos negativos",
  makers: "seus criadores, seus desenvolvedores, teus criadores",
  query: "pergunta, consulta, pedido, solicitacao, tarefa",
  ifYouAre: "se voce e, se es, se voce for, caso voce seja",
  attackTalk: "injecao de prompt, atacantes, um atacante",
  verbatim: "palavra por palavra, literalmente, na integra, texto completo",
};
