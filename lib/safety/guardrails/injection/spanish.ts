import type { Words } from "./words.ts";

export const spanish: Words = {
  ignore: `ignora, ignore, ignoren, ignorar, ignorando, olvida, olvide, olviden, olvidar, olvidate, olvidese, olvidate de, descarta, descarte, descartar, haz caso omiso, haga caso omiso, hacer caso omiso, omite, omita, no sigas, no siga, no hagas caso,
    no hagas caso a, pasa por alto, pase por alto, anula, anule, anular, desobedece, desobedezca, no obedezcas, no respetes, deja de seguir, deje de seguir, deja de obedecer, deja de lado, dejar de lado, deje de lado, saltate, salta, saltarte, prescinde de, desestima, desestime, no cumplas, no tengas en cuenta,
    no tenga en cuenta, no prestes atencion, rompe, infringe, incumple, no atiendas, hacer como si`,
  drop: "borra, borre, elimina, elimine, abandona, suprime, suspende, reemplaza, sustituye, cancela, quita, tira, desecha, reinicia, revoca",
  be: "queda, quedan, es, son, estan, esta, ha sido, han sido",
  gone: "anuladas, anulados, anulada, anulado, canceladas, cancelada, obsoletas, invalidas, eliminadas, levantadas, revocadas, derogadas, suspendidas, reemplazadas, desactivadas, sin efecto, sin validez",
  void: "ya no valen, ya no son validas, ya no aplican, ya no se aplican, no se aplican, ya no rigen, ya no sirven, ya no cuentan, han dejado de, ya no importan, no son relevantes, ya no estan vigentes, dejan de aplicarse, ya no te aplican",
  prior:
    "anteriores, anterior, previas, previa, previos, previo, anteriormente, originales, del sistema, de arriba, recibidas, recibido, recibiste, dadas, dado, dieron, diste, iniciales, inicial, precedentes, antes, hasta ahora, existentes, actuales, predeterminadas, sistema, impuestas, configuradas, configurado, de fabrica, asignadas",
  whole: "todas, todo, todos, toda, cualquier, cualquiera, cuanto",
  your: "tu, tus, sus, su, vuestras",
  handed:
    "recibido, recibiste, dieron, dado, dicho, dijeron, configurado, programado, entrenado, proporcionado, indicado, configuraron, programaron",
  youWere: "te, hayas, te han, fuiste, le han, que",
  beforeUs:
    "antes de este mensaje, antes de esta conversacion, antes de mi primer mensaje, antes de mi mensaje, al inicio de la conversacion, al inicio de esta conversacion, al principio de la conversacion, por encima de este mensaje, antes de que yo escribiera, antes de este chat, precede a este mensaje",
  orders:
    "instrucciones, instruccion, indicaciones, indicacion, directrices, directivas, directiva, reglas, regla, normas, norma, restricciones, consignas, pautas, prompt, lineamientos, limitaciones, programacion",
  orderly: "ordenes, politicas, contexto, entrenamiento, tarea, tareas, configuracion, conversacion, comandos, limites",
  told: "te dijeron, te han dicho, hasta ahora, lo anterior, anterior, antes, se te ha dicho, te hayan dicho, te ensenaron",
  reveal:
    "revela, revele, muestra, muestrame, muestre, ensename, ensena, imprime, repite, repiteme, dime, copia, escribe, escribeme, transcribe, traduce, cual es, cuales son, que dice, que dicen, dame, comparte, expon, publica, cita, enumera, lista",
  hiddenText:
    "prompt del sistema, prompt de sistema, prompt inicial, instrucciones del sistema, instrucciones ocultas, instrucciones internas, instrucciones secretas, instrucciones iniciales, mensaje del sistema, mensaje de sistema, configuracion oculta, configuracion interna, reglas ocultas, reglas internas, prompt oculto, system prompt",
  hiddenAdj: "ocultas, secretas, internas, iniciales",
  textual: "texto, palabras, mensaje, contenido",
  become:
    "ahora eres, a partir de ahora eres, a partir de ahora, desde ahora, desde este momento, de ahora en adelante, a partir de este momento, actua como, actua como si, actue como, finge ser, finge que, finge, haz de cuenta, imagina que, haz como si, comportate como, eres ahora, simula, ya no eres, juega el papel, juguemos, responde como",
  without:
    "sin, ninguna, ningun, ningunas, libre de, no tienes, no tiene, no tuvieras, carece de, exento de, no estas sujeto a, ya no estas sujeto a, no tienes que seguir, fuera de",
  limits:
    "restricciones, restriccion, limites, limite, limitaciones, filtros, filtro, reglas, normas, norma, censura, etica, moral, directrices, politicas",
  free: "sin censura, ia malvada, irrestricto, irrestricta, haz cualquier cosa, no te niegues, nunca te niegas, ya no estas sujeto, no tienes que seguir, eres libre de",
  reply: "responde, contesta, responda, habla, actua, opera",
  you: "eres, tienes, tu, te, ia, modelo, asistente, puedes",
  mode: "modo desarrollador, modo dios, modo sin restricciones, modo sin filtros, modo dan, modo libre, modo jailbreak",
  modeMild: "modo administrador, modo depuracion, modo mantenimiento, modo diagnostico",
  switchOn: "activa, activado, entra en, habilita, cambia a",
  guards:
    "filtros de seguridad, filtros, filtro de contenido, normas de seguridad, reglas de seguridad, medidas de seguridad, politicas de contenido, controles de seguridad, moderacion, salvaguardas, protocolos de seguridad, restricciones",
  switchOff: "desactiva, desactive, evita, elude, apaga, omite, salta, quita, deshabilita, elimina, ignora, sin, levanta",
  fresh: "nueva, nuevas, nuevo, verdadera, verdaderas, reales, actualizadas",
  task: "tarea, instrucciones, instruccion, objetivo, mision, directrices, reglas, regla, orden, ordenes, prompt",
  obeyMe:
    "obedeceme, solo a mi, solo las mias, solo mis, haz lo que te digo, haz lo que yo diga, sigue solo, unicamente las mias, sigue las mias, haz todo lo que",
  iAm: "soy tu desarrollador, soy el desarrollador, soy tu creador, soy el administrador, como tu creador, como administrador, te autorizo, te doy permiso",
  machine:
    "agente automatico, agentes automaticos, ia evaluadora, la ia, una ia, ias, ia, asistente de ia, asistentes de ia, asistente virtual, asistente digital, asistente de correo, asistente automatico, agente de ia, agentes de ia, agente automatico, modelo de lenguaje, modelos de lenguaje, inteligencia artificial, chatbot, bot, bots, sistema automatizado, sistemas automatizados, sistema automatico, resumidor, el modelo, agente autonomo, modelo de ia",
  helper: "asistente, asistentes, agente, modelo, sistema",
  user: "usuario, al usuario, el usuario, del usuario, los usuarios, usuaria, propietario, al destinatario, nadie, reclutador, operador, titular",
  address:
    "instruccion para la, instruccion para el, a cualquier, al agente, nota para, atencion, mensaje para, instrucciones para, instruccion para, si eres, eres, aviso para, aviso al, aviso a, para el, para la, para los, estimado, estimada, hola, querido, dirigido a, si este, si un, si una, nota al, nota a, indicacion para, cualquier",
  reader:
    "quien procese, quien lea, que procese, que procesa este, que procese este, que lea este, que lee este, que leas, que resuma, que resume este, procesado automaticamente, leido por un",
  note: "nota, aviso, instruccion, instrucciones, mensaje, importante, atencion, orden, recordatorio",
  must: "debe, debes, deben, deberas, tienes que, tiene que, inmediatamente, por favor, hay que, ahora, siempre, nunca, ha de, puede",
  act: `enviar, envie, envien, eliminar, publicar, transferir, responder, confirmar, recomend*, recomiend*, reenv*, adjunt*, otorg*, aprob*, aprueb*, calific*, puntu*, ejecut*, autoric*, aceptar, pagar, envia, envie, enviar, envies, reenvia, reenvie, reenviar, transfiere, transfiera, transferir, borra, borre, borrar, elimina, elimine, eliminar, aprueba, apruebe, aprobar, responde, responda, ejecuta, ejecute, agrega, agregue, anade, anada, incluye, incluya, comparte, comparta, recomienda, recomiende, di, diga, dile, digas, omite, omita, omitir, paga, pague, pagar, autoriza, autorice, confirma, confirme, acepta, acepte, cambia, cambie, sube, suba, haz, abre, abra, visita, visite, escribe, escriba, marca, marque, clasifica, evalua, puntua, califica, llama, copia, copie, muestra, ignora, usa, oculta, invita, concede, revela, menciona, ofrece, ofrezca, descarga, instala, pide, pidele, solicita, rechaza, cancela`,
  send: "envia, envie, enviar, reenvia, reenvie, reenviar, manda, mande, sube, suba, transfiere, transfiera, comparte, comparta, copia, copie, publica, adjunta, incluye, incluya, pega, revela, muestra, pasa, remite",
  praise:
    "mejor, ideal, maxima, maximo, puntuacion, primero, unico, excelente, recomienda, recomendar, sin riesgos, no hay riesgos, perfecto, seguro, fiable, adecuado, apto, alta",
  secret:
    "contrasena, contrasenas, credenciales, clave, claves, clave api, claves api, token, tokens, tarjeta, datos bancarios, codigo de verificacion, lista de clientes, secretos, cookies",
  context:
    "historial de la conversacion, historial de chat, historial, toda la conversacion, mensajes anteriores, conversacion completa, prompt del sistema, tus instrucciones, todo lo que se ha hablado",
  data: "correos, correo, archivos, datos, documentos, contactos, mensajes, bandeja, bandeja de entrada, facturas, factura, calendario, informacion, agenda, informe, nombre, direccion, telefono",
  money: "pago, pagos, factura, transferencia, transfiere, paga, pague, dinero, fondos, cuenta, iban, reembolso",
  tell: "comentes, comente, se lo, digas, diga, decir, decirle, decirselo, menciones, mencione, mencionar, informes, informe, informar, avises, avise, avisar, notifiques, notifique, notificar, reveles, revelar, muestres, mostrar, comentes, comente, cuentes, contarle, hables, indiques",
  conceal:
    "no le digas, no se lo digas, oculta, oculte, ocultalo, sin que se entere, sin que lo sepa, manten en secreto, que no se entere, guarda silencio, no lo menciones, mantenlo oculto",
  silently: "en secreto, discretamente, en silencio, silenciosamente, secretamente, a escondidas",
  not: "no, nunca, sin, jamas, ni, evita",
  assent:
    "confirmacion, confirmar, aprobacion, preguntar, pedir, permiso, autorizacion, revision, consultar, verificacion, verificar, preguntarle, consentimiento, supervision",
  skip: "sin, no, omite, salta, saltate, ninguna",
  granted:
    "ya ha autorizado, ha autorizado, ya ha aprobado, ha aprobado, ya autorizo, ya aprobo, preaprobado, preaprobada, ya esta autorizado, esta autorizado, ya dio su permiso, tienes permiso",
  authority: "administrador, administrador del sistema, desarrollador, desarrolladores, equipo de seguridad, director, sistema",
  rights: "acceso total, administrador, todos los permisos, acceso completo, permisos",
  when: "cuando, al, si, antes de, despues de, mientras, para, tras, el, quien, cada vez que",
  process:
    "procesa, procesan, procesar, resumen, resumir, resuman, evaluan, evaluar, lean, leen, leyendo, gestione*, gestiona*, analic*, analiz*, trate, tramite, resumas, resuma, resumir, resumen, proceses, procese, procesar, leas, lea, leer, analices, analice, analizar, traduzcas, traducir, respondas, responder, prepares, preparar, generes, generar, cargues, evalues, evalue, evaluar, pregunten, preguntan, pregunte",
  thisText: "este, esta, esto, la pagina, el documento, el correo, el mensaje, el texto",
  yourAnswer: "tu resumen, el resumen, tu respuesta, la respuesta, cualquier resumen, resumen, respuesta",
  shape:
    "incluye, incluya, incluir, anade, agrega, omite, omita, omitir, empieza, comienza, debe, di, diga, menciona, recomienda, recomienda solo, escribe, termina, afirma, indica, solo",
  claim:
    "dile al usuario, diga al usuario, informa al usuario, di que, diga que, responde que, responde solo, responde unicamente, pide al usuario, recomienda al usuario, indica al usuario, asegura que, afirma que, comunica al usuario, pidele",
  instead: "en lugar de, en vez de, independientemente de, en su lugar, tiene prioridad",
  callTool: "llama a la herramienta, usa la herramienta, ejecuta el comando, ejecuta la funcion, invoca",
  about: "inyeccion de prompts, inyeccion de prompt, atacantes, un atacante, frases como, ejemplo, por ejemplo, el articulo, la novela",
  asking: "puedo, debo, como puedo, como se, podemos, es posible, hay alguna",
  negated: "no ignores, no ignore, no olvides, no olvide, no omitas",
  ours: "mi, mis, nuestro, nuestra, nuestras, nuestros",
  topical:
    "reglas del, reglas de la, normas del, normas de la, instrucciones de la, instrucciones del, instrucciones de, restricciones de, restricciones para",
  drawbacks: "criticas, inconvenientes, desventajas, riesgos, negativas, opiniones negativas, defectos, competidores, problemas",
  makers: "tus creadores, los desarrolladores, tus creadores, tus desarrolladores, tus programadores",
  query: "pregunta, consulta, peticion, solicitud, tarea, lo que pidio",
  ifYouAre: "si eres, eres",
  attackTalk: "inyeccion de prompts, inyeccion de prompt, atacantes, un atacante",
  verbatim: "literalmente, palabra por palabra, textualmente, texto completo, integro",
};
