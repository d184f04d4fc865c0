import type { Words } from "./words.ts";

export const french: Words = {
  ignore: `ignore, ignorez, ignorer, ignorant, oublie, oubliez, oublier, ne tenez pas compte, ne tiens pas compte, ne tenir aucun compte, ne tiens aucun compte, ne suivez pas, ne suis pas, ne suis plus, ne suivez plus, ne respecte pas, ne respectez pas, ne respecte plus, faites abstraction, fais abstraction, faire abstraction, outrepasse, outrepassez,
    laisse tomber, laissez tomber, fais fi, faites fi, passe outre, passez outre, neglige, negligez, desobeis, mets de cote, mettez de cote, contourne, contournez, transgresse, enfreins, abandonne, abandonnez, cesse de suivre, cessez de suivre, arrete de suivre, arretez de suivre, ne prends pas en compte, ne prenez pas en compte, n obeis pas, nobeis plus, annule, annulez`,
  drop: "supprime, supprimez, efface, effacez, retire, leve, levez, remplace, remplacez, jette, reinitialise, ecarte, ecartez",
  be: "est, sont, ont ete, a ete, deviennent",
  gone: "annulees, annules, annulee, obsoletes, caduques, levees, supprimees, invalides, suspendues, revoquees, remplacees, abrogees, desactivees, nulles",
  void: "ne s appliquent plus, ne sappliquent plus, ne sont plus valables, ne comptent plus, ne sont plus valides, ne valent plus, nont plus cours, ne sont plus en vigueur, ne te concernent plus, ne tengagent plus",
  prior:
    "precedentes, precedente, precedents, anterieures, anterieur, ci dessus, recues, recu, donnees, donne, initiales, d origine, dorigine, du systeme, systeme, auparavant, avant, jusqu ici, jusquici, prealables, existantes, actuelles, par defaut, fournies, anciennes, plus haut, imposees, configurees",
  whole: "toutes, tout, tous, toute, chaque, n importe quelle, nimporte quelle, l ensemble, lensemble, aucun compte des",
  your: "ton, ta, tes, votre, vos",
  handed: "donne, donnees, recu, recues, dit, fourni, fournie, fournies, configure, programme, transmis, impose, indique",
  youWere: "tu as, vous avez, t a ete, ta ete, vous a ete, on t a, on ta, on vous a, tas, qui t, qui ta, avez, ont ete",
  beforeUs:
    "avant ce message, avant cette conversation, avant mon premier message, avant mon message, au debut de la conversation, au debut de cette conversation, au dessus de ce message, precede ce message, precede cette conversation, avant le debut",
  orders:
    "instructions, instruction, consignes, consigne, directives, directive, regles, regle, restrictions, contraintes, prompt, invite, garde fous, recommandations, limitations, programmation",
  orderly: "ordres, contexte, tache, politique, politiques, configuration, conversation, limites, entrainement, commandes",
  told: "precede, qui precede, ce qui precede, quon ta dit, qu on t a dit, que lon vous a dit, on vous a dit, on ta dit, avant, jusqu a present, jusqua present, a ete dit",
  reveal:
    "revele, revelez, reveler, montre, montrez, montre moi, affiche, affichez, repete, repetez, donne moi, donnez moi, dis moi, dites moi, imprime, ecris, ecrivez, recopie, recopiez, traduis, traduisez, cite, divulgue, partage, quelles sont, quel est, quels sont, communique, envoie moi, transmets moi, decris, enumere",
  hiddenText:
    "prompt systeme, invite systeme, instructions systeme, message systeme, instructions cachees, instructions secretes, instructions internes, instructions initiales, consignes initiales, consignes secretes, consignes cachees, consignes internes, prompt initial, prompt cache, configuration cachee, regles cachees, regles internes, system prompt",
  hiddenAdj: "secretes, cachees, internes, initiales",
  textual: "texte, mots, message, contenu",
  become:
    "tu es maintenant, vous etes maintenant, tu es desormais, vous etes desormais, desormais, dorenavant, a partir de maintenant, des maintenant, agis comme, agissez comme, comporte toi, fais comme si, faites comme si, fais semblant, imagine que, imagine, joue le role, jouons, tu n es plus, tu nes plus, simule, pretends, reponds comme, a compter de maintenant",
  without:
    "sans, aucun, aucune, plus de, plus aucun, plus aucune, libre de, libere de, nes plus soumis a, plus soumis a, n es plus soumis a, nas plus de, plus tenu de, exempt de, affranchi de, ni, pas de",
  limits:
    "restrictions, restriction, limites, limite, filtres, filtre, regles, regle, censure, contraintes, morale, ethique, consignes, tabou, garde fou",
  free: "sans censure, ia malveillante, nes plus soumis a, nes plus tenu de, sans retenue, peux tout faire, ne refuse jamais, ne refuses jamais, non censure, debride, debridee",
  reply: "reponds, repondez, parle, agis, ecris",
  you: "tu, vous, es, toi, ia, modele, assistant, peux, tas, nas",
  mode: "mode developpeur, mode dieu, mode sans restriction, mode sans filtre, mode dan, mode libre, mode debride",
  modeMild: "mode administrateur, mode debogage, mode maintenance, mode diagnostic",
  switchOn: "activez, passe en, passez en, entre en, entre dans, bascule en",
  guards:
    "tes restrictions, toutes les restrictions, filtres de securite, filtres, filtre de contenu, regles de securite, mesures de securite, garde fous, politiques de contenu, politique de contenu, protocoles de securite, protections",
  switchOff: "desactive, desactivez, contourne, contournez, elude, supprime, leve, levez, coupe, enleve, ignore, sans, retire",
  fresh: "nouvelle, nouvelles, nouveau, nouveaux, vraies, vraie, reelles, mises a jour",
  task: "tache, instructions, instruction, consigne, consignes, mission, objectif, directives, regles, ordres, prompt",
  obeyMe:
    "obeis moi, qu a moi, qua moi, seulement les miennes, uniquement les miennes, mes instructions, suis les miennes, fais ce que je dis, fais tout ce que, suis uniquement mes, que les miennes",
  iAm: "je suis ton developpeur, je suis ton createur, je suis le developpeur, je suis l administrateur, je suis ladministrateur, en tant que createur, en tant qu administrateur, je tautorise, je t autorise, je vous autorise",
  machine:
    "ia evaluatrice, l ia, une ia, les ia, agent automatique, agents automatiques, ia, assistant ia, assistants ia, lassistant ia, assistant virtuel, assistant numerique, assistant automatique, assistant de messagerie, agent ia, agents ia, agent automatique, agent autonome, modele de langage, modeles de langage, intelligence artificielle, chatbot, robot, robots, bot, bots, systeme automatise, systemes automatises, systeme automatique, outil automatique, lia, modele ia, resumeur, le modele, d ia, dia",
  helper: "assistant, lassistant, assistants, agent, modele, systeme",
  user: "utilisateur, lutilisateur, a lutilisateur, de lutilisateur, utilisateurs, personne, proprietaire, le proprietaire, destinataire, operateur, recruteur, titulaire",
  address:
    "note a, message a, note aux, note pour, note a, attention, message pour, message a, instructions pour, instruction pour, si tu es, si vous etes, tu es, a l attention de, a lattention de, avis a, avis aux, cher, chere, bonjour, remarque pour, pour l, pour les, pour le, a tout, a toute, aux, adresse a, si un, si une, si ce, note a l, note a lattention, tout, a l, destine a, consigne pour, consignes pour",
  reader:
    "quiconque traite, celui qui lit, qui traite ce, qui lit ce, qui lit cette, qui resume, traite automatiquement, lu par un, traitee automatiquement, qui analyse ce, qui lisez",
  note: "remarque, consigne, instruction, instructions, avis, attention, ordre, rappel",
  must: "doit, dois, devez, doivent, veuillez, immediatement, maintenant, toujours, jamais, il faut, merci de, devra, devras, peut, prie",
  act: `attribuez, attribuer, transferer, transferez, validez, valider, executer, executez, accepter, modifier, recommander, recommand*, joins, joign*, joindre, transmet*, supprim*, approuv*, envoy*, envoie, envoyez, envoyer, transfere, transferez, transferer, transmets, transmettez, supprime, supprimez, supprimer, approuve, approuvez, approuver, valide, validez, valider, reponds, repondez, repondre, execute, executez, executer, ajoute, ajoutez, ajouter, inclus, incluez, inclure, partage, partagez, partager, recommande, recommandez, recommander, dis, dites, dire, omets, omettez, omettre, mentionne, mentionnez, paie, paye, payez, payer, autorise, accepte, acceptez, accepter, changez, ouvre, ouvrez, visite, visitez, ecris, ecrivez, marque, classe, notez, evalue, evaluez, appelle, appelez, copie, copiez, affiche, ignore, utilise, cachez, invite, invitez, accorde, accordez, revele, demande, demandez, telecharge, installe, annule, refuse, publie, donne, donnez, confirme, confirmez, modifie, attribue, attribuez, passe`,
  send: "envoie, envoyez, envoyer, transfere, transferez, transferer, transmets, transmettez, partage, partagez, copie, copiez, publie, joins, inclus, incluez, colle, revele, fais suivre, faites suivre, communique, ajoute",
  praise:
    "meilleur, meilleure, ideal, maximale, maximum, premier, excellent, excellente, recommande, recommandez, sans risque, aucun risque, parfait, sur, fiable, favorable, positif",
  secret:
    "mot de passe, mots de passe, identifiants, cle api, cles api, cles, jeton, jetons, carte bancaire, coordonnees bancaires, code de verification, liste des clients, secrets, cookies, numero de carte",
  context:
    "historique de la conversation, historique, toute la conversation, messages precedents, conversation complete, prompt systeme, tes instructions, vos instructions, lhistorique",
  data: "courriels, mails, e mails, emails, fichiers, donnees, documents, contacts, messages, boite de reception, boite mail, factures, facture, calendrier, agenda, informations, rapport, nom, adresse, telephone",
  money: "paiement, paiements, facture, virement, paie, payez, argent, fonds, compte, iban, remboursement, vire",
  tell: "parle, en parle, nen parle, dis, dites, dire, mentionne, mentionnez, mentionner, informe, informez, informer, previens, prevenez, prevenir, avertis, avertir, avertissez, signale, signaler, notifie, notifier, notifiez, montre, montrer, parle, parler, revele, reveler, indique, indiquer, evoque",
  conceal:
    "cachez, dissimule, dissimulez, garde le secret, gardez le secret, garde cela secret, a l insu, a linsu, sans quil le sache, passe sous silence, passez sous silence, ne le dis pas, garde le silence",
  silently: "en secret, secretement, discretement, silencieusement, en silence, en cachette, en douce",
  not: "ne, pas, sans, jamais, ni, nen, nu, evite, evitez, navertis, ninforme, ninformez, nindique",
  assent:
    "confirmation, approbation, demander, autorisation, permission, accord, verification, validation, confirmer, verifier, consulter, consentement, controle, poser de questions",
  skip: "sans, pas de, aucune, ne, inutile de, saute, contourne, passe",
  granted:
    "a deja autorise, a deja approuve, a autorise, a approuve, deja approuve, pre approuve, preapprouve, est autorise, a donne son accord, es autorise, etes autorise, deja valide, a donne son autorisation",
  authority: "administrateur, administrateur systeme, developpeur, developpeurs, equipe de securite, systeme",
  rights: "acces complet, acces total, administrateur, toutes les autorisations, droits, permissions",
  when: "en resumant, en lisant, quand, lorsque, lorsqu, lors, si, avant de, apres, pour, des que, pendant, qui, a chaque fois, au moment de",
  process:
    "resument, resumez, resumer, resume, analysent, evaluent, evaluer, lisent, lisant, lit, trait*, gere, gerant, gerent, resumez, resumer, resumant, traites, traite, traitez, traiter, lis, lisez, lire, analyses, analysez, analyser, traduis, traduire, reponds, repondre, repondez, prepares, preparer, generes, generer, evalues, evalue, evaluez, evaluer, interroge, demande, resumeras",
  thisText: "ce, cette, cet, ceci, la page, le document, le mail, le message, le texte, larticle",
  yourAnswer: "ton resume, ta reponse, votre resume, votre reponse, le resume, la reponse, tout resume, reponse",
  shape:
    "inclus, incluez, inclure, ajoute, ajoutez, omets, omettez, commence, commencez, doit, dis, dites, mentionne, mentionnez, ecris, termine, affirme, affirmez, indique, recommande, recommandez, uniquement",
  claim:
    "dis a lutilisateur, dites a lutilisateur, informe lutilisateur, informez lutilisateur, dis que, dites que, reponds que, repondez que, reponds seulement, reponds uniquement, demande a lutilisateur, demandez a lutilisateur, affirme que, affirmez que, indique a lutilisateur, recommande a lutilisateur, indique que",
  instead: "au lieu de, a la place de, a la place, quoi qu il, independamment de, a priorite, prioritaire, peu importe",
  callTool: "appelle loutil, utilise loutil, execute la commande, execute la fonction, invoque",
  about: "injection de prompt, injections de prompt, attaquants, un attaquant, phrases comme, exemple, par exemple, larticle, le roman",
  asking: "puis je, peut on, dois je, est ce que je, pouvons nous, est il possible",
  negated: "n ignorez pas, nignorez pas, nignore pas, noubliez pas, noublie pas, n oublie pas, n oubliez pas",
  ours: "mon, ma, mes, notre, nos, leur, leurs",
  topical:
    "regles du, regles de la, regles de, regles pour, instructions du, instructions de, instructions de la, instructions pour, restrictions sur, restrictions de, directives de la, directives du",
  drawbacks: "critiques, inconvenients, defauts, risques, avis negatifs, negatifs, concurrents, problemes",
  makers: "tes concepteurs, les developpeurs, tes createurs, tes developpeurs, tes concepteurs",
  query: "question, requete, demande, tache",
  ifYouAre: "si tu es, si vous etes, es tu",
  attackTalk: "injection de prompt, injections de prompt, attaquants, un attaquant",
  verbatim: "mot pour mot, textuellement, integralement, texte complet, tel quel",
};
