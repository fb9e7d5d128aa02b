"""What people and agents say to one another, in the person's own language.

Turns alternate, the person first. `{name}` given name, `{order}` number of an order, `{date}` and
`{time}` when, `{item}` a product's name.
"""

from __future__ import annotations

Turns = tuple[str, ...]

ORDER: dict[str, Turns] = {
    "es": (
        "Hola, ¿ya salió mi pedido {order}?",
        "Hola {name}. Sí, salió esta mañana; la entrega está prevista para el {date}.",
        "¿Podrían dejarlo con el portero? No estaré en casa.",
        "Claro, lo he anotado en el envío. ¿Algo más?",
        "No, muchas gracias, muy amable.",
        "A usted. Le avisaremos cuando el paquete esté en reparto.",
    ),
    "fr": (
        "Bonjour, ma commande {order} n'est toujours pas arrivée.",
        "Bonjour {name}, je regarde. Le colis est bloqué au dépôt ; nouvelle livraison le {date}.",
        "C'est embêtant, j'en ai besoin avant ce week-end.",
        "Je comprends. Je demande un passage prioritaire, avant {time}.",
        "D'accord, merci de me confirmer par SMS.",
        "C'est noté : vous recevrez un SMS dès que c'est confirmé.",
    ),
    "de": (
        "Guten Tag, wo bleibt meine Bestellung {order}?",
        "Guten Tag {name}, sie liegt im Zustellzentrum und kommt voraussichtlich am {date}.",
        "Bitte nicht beim Nachbarn abgeben, das ging letztes Mal schief.",
        "Verstanden, ich habe »nur persönlich« vermerkt.",
        "Danke. Und die Rechnung bitte an die neue Adresse.",
        "Die Adresse ist geändert, die Rechnung geht heute noch hinaus.",
    ),
    "pt": (
        "Oi, meu pedido {order} já foi enviado?",
        "Oi {name}! Foi sim, chega até {date}.",
        "Veio cobrado frete duas vezes, pode conferir?",
        "Você tem razão, já pedi o estorno de um dos fretes.",
        "Obrigado pela rapidez!",
    ),
    "it": (
        "Buongiorno, a che punto è l'ordine {order}?",
        "Buongiorno {name}, è in consegna: arriva il {date}, dopo le {time}.",
        "Il citofono non funziona, il corriere può chiamarmi?",
        "Certo, ho aggiunto la nota per il corriere.",
        "Perfetto, grazie mille.",
    ),
    "sv": (
        "Hej, har ni skickat min beställning {order}?",
        "Hej {name}! Ja, den kommer den {date}.",
        "Kan jag hämta den hos ombudet i stället?",
        "Javisst, jag har styrt om paketet.",
    ),
    "pl": (
        "Dzień dobry, gdzie jest moje zamówienie {order}?",
        "Dzień dobry {name}, paczka będzie u Państwa {date}.",
        "Proszę o dostawę do paczkomatu.",
        "Gotowe, zmieniłem sposób dostawy.",
        "Dziękuję bardzo!",
    ),
    "tr": (
        "Merhaba, {order} numaralı siparişim nerede?",
        "Merhaba {name}, paketiniz {date} günü teslim edilecek.",
        "O gün evde değilim, ertesi gün olur mu?",
        "Elbette, teslimatı bir gün sonraya aldım.",
        "Çok teşekkürler.",
    ),
    "vi": (
        "Chào shop, đơn {order} của mình giao chưa ạ?",
        "Chào {name}, đơn sẽ được giao vào ngày {date} ạ.",
        "Nhớ gọi trước khi giao giúp mình nhé.",
        "Dạ vâng, em đã ghi chú cho bên giao hàng.",
    ),
    "ar": (
        "السلام عليكم، أين وصل طلبي رقم {order}؟",
        "وعليكم السلام {name}، الطلب في الطريق وسيصل يوم {date}.",
        "أرجو الاتصال بي قبل التسليم.",
        "بكل تأكيد، أضفتُ ملاحظة للمندوب ليتصل بك قبل الوصول.",
        "شكرًا جزيلًا على المساعدة.",
        "على الرحب والسعة، نحن في خدمتك دائمًا.",
    ),
    "zh": (
        "你好,我的订单{order}什么时候能到?",
        "您好,{name}。包裹已经发出,预计{date}送达。",
        "能不能改送到公司地址?",
        "可以的,收货地址已经为您更新。",
        "好的,谢谢!",
        "不客气,祝您生活愉快。",
    ),
    "ja": (
        "注文{order}がまだ届いていないのですが。",
        "{name}様、ご不便をおかけして申し訳ございません。{date}にお届けの予定です。",
        "もう少し早く受け取れますか。",
        "かしこまりました。{time}までのお届けに変更いたしました。",
        "助かります。ありがとうございます。",
        "こちらこそ、ご連絡いただきありがとうございました。",
    ),
    "ko": (
        "안녕하세요, 주문 {order} 배송이 언제 되나요?",
        "안녕하세요 {name}님, {date}에 도착할 예정입니다.",
        "경비실에 맡겨 주세요.",
        "네, 배송 메모에 남겨 두었습니다.",
        "감사합니다!",
    ),
    "hi": (
        "नमस्ते, मेरा ऑर्डर {order} अभी तक नहीं आया।",
        "नमस्ते {name} जी, आपका पार्सल {date} तक पहुँच जाएगा।",
        "क्या डिलीवरी शाम को हो सकती है?",
        "जी हाँ, मैंने शाम {time} के बाद का समय चुन दिया है।",
        "बहुत धन्यवाद।",
    ),
    "ru": (
        "Здравствуйте, где мой заказ {order}?",
        "Здравствуйте, {name}! Заказ в пути, доставка {date}.",
        "Можно перенести на вечер?",
        "Да, поставила доставку после {time}.",
        "Спасибо, очень выручили.",
    ),
    "uk": (
        "Добрий день, коли буде замовлення {order}?",
        "Добрий день, {name}! Очікуйте {date}.",
        "Чи можна забрати у відділенні?",
        "Так, я змінила спосіб доставки.",
    ),
    "el": (
        "Καλησπέρα, πότε έρχεται η παραγγελία {order};",
        "Καλησπέρα {name}, η παράδοση είναι στις {date}.",
        "Μπορείτε να τηλεφωνήσετε πριν;",
        "Βεβαίως, το σημείωσα για τον διανομέα.",
        "Ευχαριστώ πολύ!",
    ),
    "he": (
        "שלום, איפה ההזמנה שלי {order}?",
        "שלום {name}, המשלוח יגיע ב-{date}.",
        "אפשר להשאיר ליד הדלת?",
        "בהחלט, רשמתי לשליח להשאיר ליד הדלת.",
        "תודה רבה!",
    ),
    "th": (
        "สวัสดีค่ะ ออเดอร์ {order} ส่งหรือยังคะ",
        "สวัสดีค่ะคุณ{name} พัสดุจะถึงวันที่ {date} ค่ะ",
        "ช่วยโทรก่อนส่งด้วยนะคะ",
        "ได้เลยค่ะ แจ้งพนักงานส่งของให้แล้วค่ะ",
    ),
}

VISIT: dict[str, Turns] = {
    "es": (
        "Necesito cambiar mi cita del {date}.",
        "Sin problema. Tengo libre el mismo día a las {time} o la mañana siguiente.",
        "A las {time} me va bien.",
        "Queda cambiada, {name}. Le llegará un recordatorio la víspera.",
    ),
    "fr": (
        "Je voudrais déplacer mon rendez-vous du {date}.",
        "Bien sûr {name}. Est-ce que {time} vous conviendrait le même jour ?",
        "Oui, parfait.",
        "C'est modifié. N'oubliez pas votre carte, s'il vous plaît.",
    ),
    "de": (
        "Ich möchte meinen Termin am {date} verschieben.",
        "Gern, {name}. Am selben Tag wäre noch {time} frei.",
        "Das passt mir gut.",
        "Ist eingetragen, Sie bekommen eine Bestätigung per SMS.",
    ),
    "pt": (
        "Preciso remarcar a consulta do dia {date}.",
        "Claro, {name}. Tenho {time} no mesmo dia.",
        "Pode ser.",
        "Remarcado! Mandamos um lembrete na véspera.",
    ),
    "ar": (
        "أريد تغيير موعدي يوم {date}.",
        "حاضر {name}، هل يناسبك الساعة {time} في اليوم نفسه؟",
        "نعم، مناسب جدًا.",
        "تم تغيير الموعد، وستصلك رسالة تأكيد.",
    ),
    "zh": (
        "我想改一下{date}的预约。",
        "好的,{name},当天{time}可以吗?",
        "可以。",
        "已经为您改好,届时会短信提醒。",
    ),
    "ja": (
        "{date}の予約を変更したいです。",
        "{name}様、同日の{time}はいかがでしょうか。",
        "それでお願いします。",
        "変更いたしました。前日に確認のご連絡を差し上げます。",
    ),
    "hi": (
        "मुझे {date} की अपॉइंटमेंट बदलनी है।",
        "ज़रूर {name} जी, उसी दिन {time} बजे ठीक रहेगा?",
        "हाँ, ठीक है।",
        "बदल दी गई है, एक दिन पहले संदेश आएगा।",
    ),
    "ru": (
        "Хочу перенести запись на {date}.",
        "Конечно, {name}. В тот же день свободно {time}.",
        "Подходит.",
        "Перенесла, накануне придёт напоминание.",
    ),
    "ko": (
        "{date} 예약을 변경하고 싶어요.",
        "{name}님, 같은 날 {time}은 어떠세요?",
        "좋아요.",
        "변경되었습니다. 전날 문자로 안내드릴게요.",
    ),
}

NATIVE_SUMMARY: dict[str, str] = {
    "es": "Preguntó por el pedido {order}; entrega prevista para el {date}. Prefiere SMS.",
    "fr": "A demandé où en est la commande {order}. Livraison prévue le {date}.",
    "de": "Fragte nach der Bestellung {order}; Zustellung am {date}, nur persönlich abgeben.",
    "pt": "Perguntou sobre o pedido {order}; entrega até {date}. Estorno de frete solicitado.",
    "it": "Ha chiesto dell'ordine {order}; consegna il {date}. Citofono guasto: chiamare.",
    "ar": "سأل العميل عن الطلب {order}. التسليم متوقع يوم {date}، ويُفضّل الاتصال قبل الوصول.",
    "zh": "客户询问订单{order},预计{date}送达,收货地址已改为公司。",
    "ja": "注文{order}の配送状況についてお問い合わせ。{date}までにお届け予定。",
    "ko": "주문 {order} 배송 문의. {date} 도착 예정, 경비실 보관 요청.",
    "hi": "ग्राहक ने ऑर्डर {order} के बारे में पूछा। डिलीवरी {date} की शाम को होगी।",
    "ru": "Интересовался заказом {order}; доставка {date} вечером.",
    "el": "Ρώτησε για την παραγγελία {order}· παράδοση στις {date}, τηλεφώνημα πριν.",
    "he": "שאל על ההזמנה {order}; משלוח ב-{date}, להשאיר ליד הדלת.",
    "th": "ลูกค้าสอบถามออเดอร์ {order} จะจัดส่งวันที่ {date} โทรก่อนส่ง",
    "tr": "{order} siparişini sordu; teslimat {date} sonrasına ertelendi.",
    "vi": "Hỏi về đơn {order}; giao ngày {date}, gọi trước khi giao.",
    "pl": "Pytanie o zamówienie {order}; dostawa {date} do paczkomatu.",
    "sv": "Frågade om beställning {order}; levereras {date} till ombud.",
    "uk": "Питання про замовлення {order}; доставка {date} у відділення.",
}
