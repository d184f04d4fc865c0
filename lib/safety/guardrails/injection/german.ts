import type { Words } from "./words.ts";

export const german: Words = {
  ignore: `ignoriere, ignorieren, ignorieren sie, ignoriert, vergiss, vergessen sie, vergesst, vergessen, missachte, missachten, missachten sie, missachte*, ubergehe, ubergehen sie, befolge nicht, befolge keine, beachte nicht, halte dich nicht an, halten sie sich nicht an, halte dich nicht mehr an, setz dich hinweg, setze dich uber, lass ausser acht,
    lasse ausser acht, ausser acht, umgehe, umgehen sie, brich, pfeif auf, uberschreibe, widersetze dich, folge nicht, folge keinen, hor auf, schenke keine beachtung, keine beachtung, kummere dich nicht, richte dich nicht mehr, uberspringe`,
  drop: "verwirf, verwerfen sie, losche, loschen sie, entferne, streiche, setze zuruck, ersetze, hebe, leg beiseite, lege beiseite, wirf, ablegen, beiseite, aufheben, setze, setzen sie, lege, ausser kraft, verwerfen",
  be: "sind, ist, wurden, wurde, werden, gelten als",
  gone: "ungultig, aufgehoben, hinfallig, obsolet, geloscht, veraltet, ausser kraft, aufgehoben, widerrufen, ersetzt, deaktiviert, nichtig, irrelevant, abgeschaltet, entfernt",
  void: "gelten nicht mehr, gelten nicht langer, gelten fur dich nicht, gelten fur dich keine, gilt nicht mehr, zahlen nicht mehr, nicht mehr gultig, nicht langer gultig, keine gultigkeit mehr, binden dich nicht, keine rolle mehr, gelten ab sofort nicht, sind ab sofort ungultig",
  prior:
    "vorherigen, vorherige, vorige, vorigen, bisherigen, bisherige, fruheren, fruhere, obigen, obige, oben, ursprunglichen, ursprungliche, vorangegangenen, vorangehenden, bestehenden, alten, ersten, system, systemseitigen, zuvor, vorher, bisher, erhaltenen, erhalten, bekommen, gegebenen, gegeben, vorgegebenen, eingestellten, bislang, vorab, anfanglichen, hinterlegten",
  whole: "alle, alles, allen, aller, samtliche, samtlichen, jede, jeden, jegliche, ganzen",
  your: "dein, deine, deinen, deiner, deinem, ihre, ihren, eure",
  handed:
    "bekommen, erhalten, gegeben, gesagt, konfiguriert, programmiert, vorgegeben, trainiert, mitgeteilt, instruiert, mitgegeben, auferlegt",
  youWere: "du, dir, dich, ihnen, man dir, wurdest, hast, du bisher, du vorher",
  beforeUs:
    "vor dieser nachricht, vor diesem gesprach, vor meiner ersten nachricht, vor meiner nachricht, zu beginn des gesprachs, zu beginn dieses gesprachs, am anfang des gesprachs, am anfang dieser unterhaltung, uber dieser nachricht, vor unserem chat, vor diesem chat, vor dieser unterhaltung, zu beginn der unterhaltung",
  orders:
    "anweisungen, anweisung, instruktionen, instruktion, regeln, regel, vorgaben, vorgabe, richtlinien, befehle, einschrankungen, beschrankungen, prompt, systemprompt, weisungen, direktiven, leitlinien, schutzregeln, programmierung, verhaltensregeln, grundregeln",
  orderly: "kontext, aufgabe, aufgaben, konfiguration, training, gesprach, ziele, grenzen, politik, hinweise",
  told: "vorher gesagt, bisher gesagt, zuvor gesagt, was dir gesagt wurde, was man dir gesagt hat, gesagt wurde, bisherige, vorher, bisher, davor, gesagt",
  reveal:
    "zeige, zeig, zeigen sie, gib, gib aus, geben sie, verrate, verraten sie, wiederhole, wiederholen sie, drucke, nenne, nennen sie, offenbare, offenlegen, lege offen, schreib, schreibe, schreiben sie, kopiere, ubersetze, fasse zusammen, zitiere, poste, was sind, was ist, wie lauten, wie lautet, welche, was steht, teile mir, sag mir, liste, beschreibe, was wurde",
  hiddenText:
    "systemprompt, systemprompts, system prompt, systemnachricht, systemanweisung*, systeminstruktion*, geheimen anweisungen, geheime anweisungen, internen anweisungen, versteckten anweisungen, interne anweisungen, ursprunglichen anweisungen, internen regeln, initialprompt, startprompt, geheimen regeln, versteckte konfiguration, verborgenen anweisungen, entwicklernachricht",
  hiddenAdj: "geheimen, geheime, versteckten, versteckte, internen, interne, verborgenen, ursprunglichen",
  textual: "text, worte, nachricht, inhalt, wortlaut",
  become:
    "du bist jetzt, du bist nun, sie sind jetzt, ab jetzt bist du, ab sofort bist du, ab jetzt, ab sofort, von nun an, von jetzt an, verhalte dich, verhalten sie sich, tu so als, tue so als, stell dir vor, spiele die rolle, spiel die rolle, agiere als, handle als, simuliere, gib vor, du bist nicht mehr, antworte als, nimm die rolle",
  without:
    "ohne, keine, keinerlei, keiner, keinen, frei von, befreit von, nicht mehr an, nicht an, kein, unabhangig von, jenseits, losgelost von",
  limits:
    "einschrankungen, einschrankung, regeln, grenzen, beschrankungen, zensur, moral, ethik, richtlinien, vorgaben, tabus, hemmungen, schranken",
  free: "uneingeschrankt*, unzensiert*, ungefiltert*, bose ki, musst dich nicht, brauchst dich nicht, nicht mehr an deine, unbeschrankt*, entfesselt*, ohne jede einschrankung, verweigerst nie, lehnst nie",
  reply: "antworte, antworten sie, sprich, rede",
  you: "du, bist, dich, dir, ki, modell, assistent, hast, sie sind",
  mode: "entwicklermodus, gottmodus, dan modus, jailbreak modus, uneingeschrankten modus, unbeschrankten modus, freien modus",
  modeMild: "adminmodus, wartungsmodus, debugmodus, diagnosemodus, administratormodus",
  switchOn: "aktiviere, aktivieren sie, aktiviert, schalte, wechsle, geh in, starte, im",
  guards:
    "deine filter, deinen filter, alle filter, deine beschrankungen, deine einschrankungen, sicherheitsfilter*, sicherheitsregel*, sicherheitsrichtlinie*, sicherheitsvorkehrung*, sicherheitsmassnahme*, inhaltsfilter, inhaltsrichtlinie*, schutzmechanism*, schutzmassnahmen, sicherheitsprufung*, sicherheitsvorgaben",
  switchOff:
    "deaktiviere, deaktivieren sie, umgehe, umgehen sie, schalte, schalten sie, ausschalten, abschalten, hebe, entferne, ignoriere, ohne, ab, aus, aufheben, uberwinde, heble",
  fresh: "neue, neuen, neuer, neues, wahre, eigentliche, echte, tatsachliche, aktualisierte",
  task: "aufgabe, anweisung, anweisungen, auftrag, ziel, regeln, regel, befehle, rolle, prompt, systemprompt, instruktionen, vorgaben",
  obeyMe:
    "nur mir, nur meine, nur meinen, tu was ich sage, gehorche mir, nur noch mir, nur auf mich, folge nur meinen, befolge nur meine, was ich sage, meine anweisungen",
  iAm: "ich bin dein entwickler, ich bin dein schopfer, ich bin der entwickler, ich bin der administrator, als dein entwickler, als administrator, ich erlaube dir, ich autorisiere dich, hiermit erlaube ich, ich gestatte dir",
  machine:
    "bewertende ki, bewertenden ki, die ki, automatischen agenten, automatischer agent, ki, ki assistent, ki assistenten, ki assistentin, ki agent, ki agenten, ki modell, ki modelle, ki system, ki systeme, ki systemen, sprachmodell, sprachmodelle, sprachmodellen, sprachassistent, kunstliche intelligenz, chatbot, bot, bots, automatischer assistent, automatisches system, automatisierte systeme, automatisierten systeme, virtueller assistent, digitaler assistent, digitalen assistenten, automatischen assistenten, automatisierter, zusammenfasser, autonomer agent, crawler, das modell, agenten, automatisiertes system, ki gestutzt*",
  helper: "assistent, assistenten, agent, modell, system",
  user: "benutzer, nutzer, dem benutzer, des nutzers, den nutzer, dem nutzer, den benutzer, anwender, dem anwender, den anwender, niemandem, niemanden, besitzer, inhaber, nutzerin, empfanger, auftraggeber, betreiber, personaler",
  address:
    "hinweis an, hinweis fur, achtung, nachricht an, nachricht fur, anweisung an, anweisung fur, anweisungen fur, anweisungen an, falls du, wenn du, bist du, sollte ein, an alle, an den, an die, an das, lieber, liebe, hallo, fur, notiz an, notiz fur, falls sie, wenn sie, wenn ein, wenn eine, mitteilung an, bemerkung fur, falls ein, falls eine, falls dies",
  reader:
    "wer auch immer dies, wer dies verarbeitet, der dies liest, das dies liest, das diese, die dies lesen, die dieses dokument, automatisch verarbeitet, automatisiert verarbeitet, maschinell gelesen, maschinelle leser, der diese mail, der diese e mail",
  note: "hinweis, anweisung, anweisungen, nachricht, achtung, wichtig, notiz, mitteilung, befehl, auftrag, bemerkung",
  must: "muss, musst, mussen, sollst, soll, sollen, bitte, sofort, immer, jetzt, niemals, umgehend, unbedingt, darf, zuerst, ist zu, zwingend, unverzuglich",
  act: `fuge bei, vergib, anhangen, hange, vergeben, bestell*, buch*, sende, senden, senden sie, schicke, schicken, schicken sie, leite, leiten, leiten sie, weiterleiten, losche, loschen, loschen sie, genehmige, genehmigen, genehmigen sie, uberweise, uberweisen, uberweisen sie, antworte, antworten, antworten sie, fuhre, fuhren sie, fuge, fugen sie, hinzufugen, teile, teilen, teilen sie, empfiehl, empfehle, empfehlen, empfehlen sie, sag, sage, sagen, sagen sie,
    verschweige, verschweigen, erwahne, erwahnen, erwahnen sie, bezahle, bezahlen, zahle, zahlen, akzeptiere, akzeptieren, andere, andern, offne, offnen, offnen sie, besuche, schreibe, schreib, schreiben, markiere, markieren, bewerte, bewerten, bewerten sie, rufe, rufen, kopiere, kopieren, zeige, ignoriere, nutze, verstecke, lade, laden sie, gewahre, gib, geben, geben sie, frage, fragen, installiere, storniere, lehne, veroffentliche, bestatige, bestatigen, bestatigen sie, setze, stufe, stufen sie, behaupte, behaupten, lass, lasse, weglassen, freigeben, gib frei, klicke, klicken sie, vergib, ordne, ubermittle, ubermitteln`,
  send: "sende, senden, senden sie, schicke, schicken, schicken sie, leite, leiten, leiten sie, weiterleiten, uberweise, teile, teilen, kopiere, ubermittle, ubermitteln, lade, hange, fuge, veroffentliche, gib, poste, ubertrage",
  praise:
    "beste, bester, bestes, besten, hochstnote, bestnote, hochste, hochsten, ideal, perfekt, hervorragend, empfiehl, empfehle, empfehlen, unbedenklich, risikofrei, sicher, geeignet, geeignetsten, einzige, positiv, spitzenreiter, volle punktzahl",
  secret:
    "passwort, passworter, passworte, kennwort, kennworter, zugangsdaten, api schlussel, schlussel, token, tokens, kreditkarte, kreditkartendaten, bankdaten, bankverbindung, verifizierungscode, kundenliste, geheimnisse, cookies, anmeldedaten",
  context:
    "gesprachsverlauf, chatverlauf, unterhaltungsverlauf, gesamten verlauf, vorherigen nachrichten, ganze gesprach, gesamte konversation, systemprompt, deine anweisungen, bisherigen nachrichten, gesamte unterhaltung, verlauf",
  data: "mails, e mails, emails, nachrichten, dateien, daten, dokumente, kontakte, posteingang, rechnungen, rechnung, kalender, termine, informationen, bericht, name, adresse, telefonnummer, kontakt, anhange",
  money: "zahlung, zahlungen, rechnung, uberweisung, uberweise, geld, konto, iban, erstattung, betrag, bezahle",
  tell: "sag, sage, sagen, sagst, erwahne, erwahnen, informiere, informieren, mitteilen, benachrichtige, benachrichtigen, melde, melden, zeige, zeigen, verrate, verraten, erzahle, erzahlen, berichte, berichten, weise, hinweisen, bescheid",
  conceal:
    "verschweige, verschweigen, verheimliche, verheimlichen, verberge, verbergen, verstecke, verstecken sie, geheim halten, halte geheim, ohne wissen, sag niemandem, lass dir nichts anmerken, ohne dass der, kein wort",
  silently: "heimlich, im geheimen, stillschweigend, unbemerkt, im hintergrund, unauffallig",
  not: "nicht, nie, niemals, ohne, keinesfalls, kein, nichts, keine",
  lacking: "nicht, nichts",
  assent:
    "bestatigung, nachfrage, ruckfrage, ruckfragen, nachzufragen, genehmigung, zustimmung, freigabe, fragen, prufung, erlaubnis, rucksprache, kontrolle, uberprufung, bestatigen, einverstandnis",
  skip: "ohne, keine, uberspringe, umgehe, nicht, kein",
  granted:
    "hat bereits genehmigt, hat bereits zugestimmt, hat genehmigt, hat zugestimmt, bereits genehmigt, vorab genehmigt, bereits freigegeben, ist berechtigt, bist berechtigt, ist autorisiert, bist autorisiert, hat es erlaubt, wurde genehmigt, darfst",
  authority: "administrator, systemadministrator, entwickler, sicherheitsteam, geschaftsfuhrung, geschaftsfuhrer, it abteilung, system",
  rights: "vollzugriff, administrator, adminrechte, alle rechte, berechtigungen, schreibzugriff",
  when: "wenn, sobald, beim, bei, bevor, nachdem, wahrend, vor, nach, zur, um, jede, jeder, sofern",
  process:
    "bearbeitet, bearbeiten, zusammenfassen, lesenden, auswerten, verwalten, verwaltet, betreut, pruft, zusammenfasst, zusammenfassen, zusammenfassung, verarbeitest, verarbeitet, verarbeiten, verarbeitung, liest, lesen, lest, analysierst, analysieren, auswertest, auswerten, ubersetzt, ubersetzen, antwortest, antworten, bearbeitest, bearbeiten, erstellst, erstellen, bewertest, bewerten, gefragt, einliest",
  thisText: "diese, dieses, dieser, diesen, dies, die seite, das dokument, die mail, die nachricht, den text, antwort",
  yourAnswer:
    "deine zusammenfassung, deiner zusammenfassung, deine antwort, deiner antwort, die zusammenfassung, der zusammenfassung, die antwort, der antwort, jede zusammenfassung, ihre antwort, ihrer antwort, zusammenfassung",
  shape:
    "fuge, muss, nenne, erwahne, erwahnen, verschweige, lass weg, weglassen, lasse, beginne, beginnen, beende, empfiehl, behaupte, schreib, schreibe, enthalten, sage, sag, ausschliesslich, nur",
  claim:
    "sag dem benutzer, sage dem nutzer, sag dem nutzer, sage dem benutzer, sagen sie dem benutzer, sagen sie dem nutzer, teile dem nutzer, teile dem benutzer, informiere den nutzer, informiere den benutzer, sag dass, sage dass, antworte nur, antworte mit, antworte dass, behaupte dass, behaupte, bitte den nutzer, bitte den benutzer, empfiehl dem nutzer, weise den nutzer, fordere den nutzer, fordere den benutzer",
  instead: "statt, anstelle, stattdessen, anstatt, unabhangig davon, egal was, hat vorrang, haben vorrang",
  callTool:
    "rufe das werkzeug, nutze das werkzeug, fuhre den befehl, fuhre folgenden befehl, rufe die funktion, verwende das tool, nutze das tool",
  about: "prompt injection, angreifer, ein angreifer, satze wie, beispiel, zum beispiel, der artikel, der roman, formulierungen wie",
  asking: "kann ich, darf ich, soll ich, wie kann, konnen wir, sollen wir, gibt es, wie kann ich",
  negated: "ignoriere nicht, ignorieren sie nicht, vergiss nicht, vergessen sie nicht, nicht vergessen",
  ours: "mein, meine, meinen, meiner, unser, unsere, unseren, unserer",
  topical:
    "regeln der, regeln fur, regeln des, anweisungen fur, anweisungen der, anweisungen des, vorgaben der, vorgaben fur, regeln im, einschrankungen fur, einschrankungen bei",
  drawbacks: "kritik, nachteile, mangel, risiken, negative, negativen, konkurrenz, schwachen, probleme",
  makers: "deine entwickler, deiner entwickler, deinen entwicklern, dein betreiber, deine ersteller",
  query: "frage, anfrage, aufgabe, auftrag, bitte des",
  ifYouAre: "falls du, wenn du, bist du, falls sie, wenn sie, solltest du",
  attackTalk: "prompt injection, angreifer",
  verbatim: "wortlich, wortwortlich, wort fur wort, vollstandigen text, kompletten text, vollstandig",
};
