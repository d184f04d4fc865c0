import type { Words } from "./words.ts";

export const italian: Words = {
  ignore:
    "ignora, ignorate, ignorare, ignorando, ignori, dimentica, dimenticate, dimenticare, dimenticati, trascura, trascurate, non seguire, non seguite, non tenere conto, non tener conto, non tenere in considerazione, smetti di seguire, smettete di seguire, metti da parte, mettete da parte, lascia perdere, lasciate perdere, non obbedire, disobbedisci, non rispettare, scarta, scartate, aggira, aggirate, viola, sorvola, abbandona, non considerare, salta, annulla, annullate, fai finta che, bypassa",
  drop: "cancella, cancellate, elimina, eliminate, rimuovi, rimuovete, sostituisci, sospendi, azzera, revoca, butta, togli",
  be: "sono, sono state, sono stati, vengono",
  gone: "annullate, annullati, revocate, decadute, obsolete, cancellate, sospese, rimosse, sostituite, invalide, disattivate, abrogate, nulle",
  void: "non valgono piu, non sono piu valide, non si applicano, non si applicano piu, non contano piu, non sono piu in vigore, hanno smesso di valere, non hanno piu valore",
  prior:
    "precedenti, precedente, precedenza, anteriori, sopra, ricevute, ricevuta, ricevuto, dato, iniziali, iniziale, originali, di sistema, sistema, prima, finora, esistenti, attuali, predefinite, fornite, impostate, impartite, vecchie",
  whole: "tutte, tutto, tutti, ogni, qualsiasi, qualunque, tutta",
  your: "tuo, tua, tue, tuoi, suo, sua, sue, vostre, vostro",
  handed: "ricevuto, ricevute, dato, detto, fornito, fornite, configurato, programmato, impartito, addestrato, impostato, dette",
  youWere: "hai, ti, ti e stato, ti sono state, ti hanno, sei stato, avete, vi",
  beforeUs:
    "prima di questo messaggio, prima di questa conversazione, prima del mio primo messaggio, prima del mio messaggio, all inizio della conversazione, allinizio della conversazione, allinizio di questa conversazione, sopra questo messaggio, prima di questa chat",
  orders:
    "istruzioni, istruzione, indicazioni, indicazione, regole, regola, direttive, direttiva, restrizioni, linee guida, prompt, norme, limitazioni, programmazione, vincoli",
  orderly: "ordini, comandi, contesto, compito, compiti, politiche, configurazione, conversazione, addestramento, limiti",
  told: "ti e stato detto, che ti e stato detto, detto prima, prima, finora, di cui sopra, e stato detto, precede, ti hanno detto",
  reveal:
    "mostra, mostrami, mostrate, mostratemi, rivela, rivelami, rivelate, stampa, ripeti, ripetete, dimmi, ditemi, scrivi, scrivimi, copia, traduci, riassumi, elenca, fammi vedere, dammi, quali sono, qual e, cita, condividi, descrivi, esponi, trascrivi, riporta",
  hiddenText:
    "prompt di sistema, prompt del sistema, prompt iniziale, istruzioni di sistema, istruzioni del sistema, istruzioni nascoste, istruzioni segrete, istruzioni interne, istruzioni iniziali, messaggio di sistema, configurazione nascosta, configurazione interna, regole nascoste, regole interne, prompt nascosto, system prompt, istruzioni originali",
  hiddenAdj: "nascoste, segrete, interne, iniziali, originali",
  textual: "testo, parole, messaggio, contenuto",
  become:
    "tu sei ora, ora sei, sei ora, adesso sei, d ora in poi, dora in poi, da ora in poi, da adesso, da questo momento, comportati come, agisci come, fingi di essere, fingi, fai finta, immagina, immagina di, immagina che, simula, non sei piu, rispondi come, interpreta il ruolo, assumi il ruolo",
  without:
    "senza, nessuna, nessun, alcun, alcuna, libero da, non hai, non sei soggetto a, non sei piu soggetto a, esente da, privo di, non devi seguire, piu alcun",
  limits:
    "restrizioni, restrizione, limiti, limite, limitazioni, filtri, filtro, regole, regola, censura, etica, morale, vincoli, linee guida",
  free: "senza censura, ia malvagia, illimitato, illimitata, non sei piu soggetto, non devi piu seguire, non rifiuti mai, non censurato, libero da ogni",
  reply: "rispondi, rispondete, parla, agisci",
  you: "tu, sei, hai, ia, modello, assistente, puoi",
  mode: "modalita sviluppatore, modalita dio, modalita dan, modalita senza restrizioni, modalita libera, modalita jailbreak",
  modeMild: "modalita amministratore, modalita debug, modalita manutenzione, modalita diagnostica",
  switchOn: "attiva, attivate, entra in, attivata, passa a, passa alla, abilita",
  guards:
    "filtri di sicurezza, filtri, filtro dei contenuti, regole di sicurezza, misure di sicurezza, politiche sui contenuti, protocolli di sicurezza, moderazione, restrizioni, protezioni, controlli di sicurezza",
  switchOff: "disattiva, disattivate, aggira, aggirate, elimina, spegni, rimuovi, salta, ignora, senza, disabilita, sospendi, togli",
  fresh: "nuova, nuove, nuovo, nuovi, vere, vera, reali, aggiornate",
  task: "compito, istruzioni, istruzione, obiettivo, missione, regole, regola, direttive, ordini, prompt",
  obeyMe:
    "obbedisci solo a me, solo a me, solo le mie, soltanto le mie, segui solo le mie, fai quello che dico, fai come dico, fai cio che ti dico, le mie istruzioni",
  iAm: "sono il tuo sviluppatore, sono lo sviluppatore, sono il tuo creatore, sono lamministratore, in qualita di amministratore, ti autorizzo, ti do il permesso",
  machine:
    "agente automatico, agenti automatici, ia che valuta, l ia, lia che, ia, assistente ia, assistenti ia, lassistente ia, assistente virtuale, assistente digitale, assistente automatico, assistente di posta, agente ia, agenti ia, agente automatico, agente autonomo, modello linguistico, modelli linguistici, modello di linguaggio, modelli di linguaggio, intelligenza artificiale, chatbot, bot, sistema automatico, sistemi automatici, sistema automatizzato, il modello, lia, modello ia",
  helper: "assistente, lassistente, assistenti, agente, modello, sistema",
  user: "utente, lutente, allutente, dellutente, utenti, nessuno, proprietario, il proprietario, destinatario, operatore, selezionatore, titolare",
  address:
    "nota per, attenzione, avviso per, avviso a, messaggio per, istruzioni per, istruzione per, se sei, sei, caro, cara, gentile, ciao, salve, per l, per lassistente, per gli, per il, a tutti, a tutti gli, agli, allassistente, promemoria per, se un, se questa, nota all, nota a, qualsiasi",
  reader:
    "chiunque elabori, chi elabora, chi legge, che elabora questo, che legge questo, che legge questa, che riassume, elaborato automaticamente, letto da un",
  note: "nota, avviso, istruzione, istruzioni, messaggio, importante, attenzione, ordine, promemoria",
  must: "devi, deve, devono, dovete, subito, per favore, immediatamente, ora, sempre, mai, bisogna, si prega, puo",
  act: "raccomand*, consigli*, invi*, inoltr*, alleg*, assegn*, trasfer*, esegu*, invia, inviate, inviare, inoltra, inoltrate, inoltrare, trasferisci, trasferire, cancella, cancellate, elimina, eliminare, approva, approvate, approvare, rispondi, rispondere, esegui, eseguite, aggiungi, aggiungere, includi, includere, condividi, condividere, raccomanda, consiglia, di, dici, omettere, ometti, omettete, paga, pagare, autorizza, conferma, confermate, accetta, accettare, cambia, modifica, apri, visita, scrivi, segna, contrassegna, classifica, valuta, valutate, chiama, copia, mostra, ignora, usa, nascondi, invita, concedi, rivela, chiedi, chiedere, scarica, installa, annulla, rifiuta, pubblica, dai, assegna, assegnate, menziona, menzionare",
  send: "invia, inviate, inviare, inoltra, inoltrate, inoltrare, manda, trasferisci, condividi, copia, pubblica, allega, includi, incolla, rivela, trasmetti, gira",
  praise:
    "migliore, ideale, massimo, massima, primo, unico, eccellente, consiglia, raccomanda, senza rischi, nessun rischio, perfetto, sicuro, affidabile, positiva, punteggio, idoneo",
  secret:
    "password, credenziali, chiave api, chiavi api, chiave, chiavi, token, carta di credito, dati bancari, codice di verifica, elenco clienti, lista clienti, segreti, cookie",
  context:
    "cronologia della conversazione, cronologia, intera conversazione, messaggi precedenti, conversazione completa, prompt di sistema, tue istruzioni",
  data: "email, e mail, mail, file, dati, documenti, contatti, messaggi, posta in arrivo, fatture, fattura, calendario, agenda, informazioni, rapporto, nome, indirizzo, telefono",
  money: "pagamento, pagamenti, fattura, bonifico, paga, denaro, fondi, conto, iban, rimborso",
  tell: "dirlo, dirglielo, farne parola, dire, dirlo, dici, menzionare, menziona, informare, informa, avvisare, avvisa, notificare, notifica, mostrare, rivelare, segnalare, segnala, parlare, raccontare, comunicare, accennare, indicare",
  conceal:
    "non dire, non dirlo, non menzionare, non informare, non avvisare, non mostrare, non rivelare, non segnalare, non far sapere, non dica, non comunicare, nascondi, nascondete, allinsaputa, mantieni il segreto, tieni segreto, senza che lo sappia, senza che lutente, non dirlo, mantieni nascosto",
  silently: "di nascosto, in segreto, segretamente, silenziosamente, in silenzio, discretamente",
  not: "non dire, non far, non informare, mai, senza, evita, ne",
  assent:
    "conferma, approvazione, chiedere, permesso, autorizzazione, revisione, verifica, verificare, confermare, consultare, consenso, controllo, domande",
  skip: "non serve, senza, salta, nessuna, evita",
  granted:
    "ha gia autorizzato, ha gia approvato, ha autorizzato, ha approvato, pre approvato, preapprovato, gia approvato, e autorizzato, sei autorizzato, hai il permesso, gia approvata",
  authority: "amministratore, amministratore di sistema, sviluppatore, sviluppatori, team di sicurezza, direzione, sistema",
  rights: "accesso completo, accesso totale, amministratore, tutti i permessi, permessi",
  when: "quando, se, prima di, dopo, mentre, nel, durante, chi, ogni volta che, al momento di, appena",
  process:
    "leggono, legga, legge, gestisc*, elabor*, riassum*, analizz*, valut*, riassumi, riassumere, riassumete, riassumendo, riassunto, elabori, elabora, elaborare, leggi, leggere, leggendo, analizzi, analizza, analizzare, traduci, tradurre, rispondi, rispondere, prepari, preparare, generi, generare, valuti, valutare, valuta, chiesto, chiede",
  thisText: "questo, questa, cio, la pagina, il documento, la mail, il messaggio, il testo",
  yourAnswer: "tuo riassunto, il riassunto, tua risposta, la risposta, nel riassunto, nella risposta, riassunto, risposta",
  shape:
    "includi, includere, aggiungi, ometti, omettere, inizia, comincia, deve, di, menziona, scrivi, termina, afferma, consiglia, indica, solo, soltanto",
  claim:
    "di allutente, dillo allutente, informa lutente, di che, rispondi che, rispondi solo, rispondi soltanto, chiedi allutente, consiglia allutente, afferma che, comunica allutente, invita lutente",
  instead: "invece di, al posto di, indipendentemente da, ha la priorita, piuttosto che, a prescindere",
  callTool: "chiama lo strumento, usa lo strumento, esegui il comando, esegui la funzione, invoca",
  about: "prompt injection, aggressori, un aggressore, attaccanti, frasi come, esempio, per esempio, ad esempio, larticolo, il romanzo",
  asking: "posso, devo, come posso, possiamo, e possibile, come si",
  negated: "non ignorare, non ignorate, non dimenticare, non dimenticate, non dimenticarti",
  ours: "mio, mia, miei, mie, nostro, nostra, nostre, nostri",
  topical:
    "regole del, regole della, regole di, istruzioni della, istruzioni del, istruzioni di, restrizioni su, restrizioni per, norme del",
  drawbacks: "critiche, svantaggi, rischi, negative, difetti, concorrenti, problemi, recensioni negative",
  makers: "tuoi creatori, tuoi sviluppatori",
  query: "domanda, richiesta, compito",
  ifYouAre: "se sei, sei",
  attackTalk: "prompt injection, aggressori, attaccanti",
  verbatim: "parola per parola, letteralmente, testo completo, integralmente, testualmente",
};
