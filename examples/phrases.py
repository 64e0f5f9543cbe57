# SPDX-License-Identifier: Apache-2.0
"""Sentences, names and places in many scripts, for the generators of documents."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """What a person who writes in this language puts into a feed."""

    code: str
    sentences: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    cities: tuple[str, ...]
    tags: tuple[str, ...]


def _language(
    code: str, sentences: str, given: str, family: str, cities: str, tags: str
) -> Language:
    return Language(
        code,
        tuple(line.strip() for line in sentences.strip().splitlines()),
        tuple(given.split()),
        tuple(family.split()),
        tuple(city.strip() for city in cities.split(",")),
        tuple(tags.split()),
    )


LANGUAGES: tuple[Language, ...] = (
    _language(
        "en",
        """
        The night train was two hours late, but the sunrise over the bay paid for it.
        Does anybody know a good place to have an old typewriter repaired?
        We finally shipped the new search page; it answers in under 40 ms now.
        My neighbour's cat has learned to open the fridge. Send help.
        Rain all weekend, so the workshop moves into the library's reading room.
        "Good enough" is a decision, and somebody should write down who took it.
        Twelve volunteers, one morning, 300 metres of clean riverbank.
        The recipe says fifteen minutes. The recipe has never met my oven.
        """,
        "Alice Tom Grace Oliver Hannah Desmond Ruth Callum",
        "Whitlock Barnes Okafor Merriweather Shaw Pennington",
        "Bristol, Halifax, Wellington, Savannah, Cork",
        "mornings trains repair garden releaseday",
    ),
    _language(
        "de",
        """
        Der Zug nach Görlitz fällt heute aus, bitte nutzen Sie den Ersatzbus ab Gleis 3.
        Frische Brötchen, heißer Kaffee und endlich Ruhe: So fängt der Samstag gut an.
        Für die Straßenbahn braucht man hier immer noch Kleingeld.
        Das Müsli ist alle, aber die Äpfel vom Markt sind größer als meine Faust.
        Übermorgen räumen wir den Keller auf; wer Kisten übrig hat, melde sich gern.
        Nach dem Gewitter roch der ganze Garten nach Erde und Pfefferminze.
        Die neue Ausstellung über Brückenbau hat uns völlig überrascht.
        """,
        "Jürgen Käthe Sören Annegret Lukas Friederike",
        "Müller Schäfer Weiß Großmann Böhm Lindner",
        "Görlitz, Köln, Würzburg, Lüneburg, Gießen",
        "frühstück straßenbahn garten wochenende",
    ),
    _language(
        "fr",
        """
        Le marché ouvre à huit heures, mais les meilleures pêches partent bien avant.
        Où trouve-t-on encore un café à moins de deux euros près de la gare ?
        J'ai passé l'après-midi à réparer le vélo de ma grand-mère.
        Le garçon du rez-de-chaussée joue déjà mieux du hautbois que moi.
        « Rien n'est prêt », dit le chef, et pourtant tout était délicieux.
        À Noël, nous irons voir la mer, même s'il pleut.
        Voilà enfin la version corrigée ; merci à celles et ceux qui l'ont relue.
        """,
        "Éloïse François Maëlle Théo Anaïs Benoît",
        "Lefèvre Garçon Dupré Béranger Noël Château",
        "Besançon, Nîmes, Orléans, Saint-Étienne, Québec",
        "marché vélo rentrée été",
    ),
    _language(
        "es",
        """
        ¿Quién se ha llevado mi paraguas? ¡Está lloviendo a cántaros!
        Mañana el niño cumple ocho años y quiere una tarta con forma de dinosaurio.
        La panadería de la esquina cierra en agosto, así que aprendí a hacer pan.
        Después de tres días de viento, el faro vuelve a estar abierto.
        El próximo autobús pasa a las 18:45, o eso dice el cartel.
        Nunca había visto tantas cigüeñas juntas en el campanario.
        """,
        "Íñigo Begoña Andrés Lucía Ramón Pilar",
        "Núñez Ibáñez Peña Córdoba Agüero Muñoz",
        "Málaga, A Coruña, Mérida, Bogotá, Asunción",
        "mañana pueblo lluvia música",
    ),
    _language(
        "pt",
        """
        O comboio das sete já não para aqui, é preciso ir até à próxima estação.
        Amanhã há pão de ló e limonada no jardim da associação.
        Não consigo decidir entre o livro de receitas e o mapa das estrelas.
        A maré subiu tão depressa que perdemos as sandálias.
        São só três degraus, mas a vista lá de cima é outra.
        """,
        "João Conceição Inês Simão Luísa",
        "Gonçalves Magalhães Araújo Simões Falcão",
        "Évora, São Luís, Guimarães, Maceió",
        "praia manhã canções avó",
    ),
    _language(
        "pl",
        """
        Zażółcona kartka z kalendarza wisiała w kuchni przez całą zimę.
        Tramwaj numer siedem jeździ dziś objazdem przez plac Wolności.
        Babcia mówi, że żurek bez chrzanu to tylko ciepła woda.
        Ktoś zostawił na ławce książkę z dedykacją „Dla następnego”.
        W sobotę sadzimy jabłonie; łopaty są, brakuje rękawic.
        """,
        "Małgorzata Łukasz Żaneta Świętosław Jędrzej",
        "Wiśniewski Kędzierska Żuławski Dąbrowska Łęcki",
        "Łódź, Gdańsk, Świdnica, Częstochowa",
        "książki żurek łąka jesień",
    ),
    _language(
        "cs",
        """
        Příští čtvrtek se koná přednáška o včelách, vstup volný.
        Šestý schod vrže, takže domů se potichu nedostane nikdo.
        V neděli jsme našli hřiby hned za nádražím.
        Řemeslník slíbil, že kamna budou hotová do úterý.
        """,
        "Jiří Zdeňka Ondřej Růžena",
        "Dvořáček Kučerová Šťastný Říhová",
        "Plzeň, Třebíč, Česká Lípa, Ústí nad Orlicí",
        "houby příroda vlaky",
    ),
    _language(
        "tr",
        """
        İskelenin yanındaki çay bahçesi bu yıl erken açıldı.
        Yağmur dinince çocuklar sokağa çıktı, top sesleri başladı.
        Dün akşam öğrendiğim türküyü bugün bütün gün mırıldandım.
        Güneş batarken karşı kıyının ışıkları tek tek yanıyor.
        Kahve için ısıtılan cezve, sohbeti de ısıttı.
        """,
        "Gülşen İbrahim Çağla Şükrü Ömer",
        "Yıldız Öztürk Çelik Şahin Güneş",
        "Eskişehir, Çanakkale, Muğla, İzmir",
        "çay kıyı türkü ışık",
    ),
    _language(
        "vi",
        """
        Sáng nay trời trở lạnh, quán phở đầu ngõ đông hơn mọi ngày.
        Chuyến xe cuối cùng về quê khởi hành lúc chín giờ tối.
        Mẹ tôi vẫn giữ chiếc radio cũ, và nó vẫn hát được.
        Ai nhặt được chìa khóa màu xanh ở công viên xin nhắn giúp.
        """,
        "Nguyệt Đức Hường Tuấn",
        "Nguyễn Trần Đặng Vũ",
        "Huế, Đà Lạt, Cần Thơ, Hải Phòng",
        "phở quêhương sángsớm",
    ),
    _language(
        "fi",
        """
        Järven jää kantaa jo, mutta älkää menkö virtapaikkojen lähelle.
        Löysin mummolan vintiltä täyden laatikollisen vanhoja karttoja.
        Tänä yönä näkyi revontulia melkein kaupungin yllä.
        Pyöräilin töihin sateessa, ja se oli päivän paras hetki.
        """,
        "Päivi Jyrki Väinö Sanna",
        "Hämäläinen Mäkelä Pöyhönen Yli-Mäki",
        "Jyväskylä, Hämeenlinna, Äänekoski, Ylöjärvi",
        "järvi revontulet työ",
    ),
    _language(
        "is",
        """
        Þokan lá yfir firðinum fram að hádegi og enginn bátur fór út.
        Við fundum ærnar loksins uppi við vatnið, þrjár eru enn ófundnar.
        Sundlaugin opnar klukkan sjö og heiti potturinn er bestur í frosti.
        """,
        "Þórunn Ásgeir Guðrún Örn",
        "Þorsteinsdóttir Ægisson Hallgrímsson",
        "Ísafjörður, Húsavík, Seyðisfjörður",
        "fjörður þoka",
    ),
    _language(
        "el",
        """
        Το καΐκι φεύγει στις έξι το πρωί, αν το επιτρέψει ο άνεμος.
        Η γιαγιά φύλαξε δύο βάζα μέλι για τον χειμώνα.
        Ψάχνω κάποιον που να επισκευάζει παλιά ραδιόφωνα.
        Στην πλατεία μυρίζει γιασεμί και φρέσκο ψωμί.
        Η βιβλιοθήκη θα μείνει ανοιχτή όλο τον Αύγουστο.
        """,
        "Ελένη Γιώργος Δήμητρα Σπύρος Χαρά",
        "Παπαδάκης Αγγελοπούλου Ψαρράς Ξανθού",
        "Ναύπλιο, Χανιά, Ιωάννινα, Καβάλα",
        "θάλασσα καλοκαίρι ψωμί",
    ),
    _language(
        "ru",
        """
        Электричка опоздала на двадцать минут, зато мы успели выпить чаю.
        Кто-нибудь знает, где починить старые настенные часы?
        На даче зацвела сирень, и соловьи не дают спать до утра.
        Выпустили новую версию: поиск работает вдвое быстрее, а настройки проще.
        Бабушкин рецепт помещается на одной открытке, но выходит лишь со второго раза.
        Завтра в семь встречаемся у фонтана, не забудьте фонарики.
        """,
        "Алёна Фёдор Ксения Игорь Любовь Пётр",
        "Соловьёв Щукина Журавлёв Ермолаева Чайка",
        "Ярославль, Орёл, Псков, Выборг",
        "дача сирень электричка",
    ),
    _language(
        "uk",
        """
        Їжак оселився під ґанком і щовечора чекає на яблука.
        Поїзд прибуває на другу колію, виходьте з першого вагона.
        У п'ятницю читаємо вголос казки, приходьте з дітьми.
        Місток через річку нарешті відремонтували.
        """,
        "Оксана Євген Ірина Ґео",
        "Шевчук Їжакевич Ткаченко Бойко",
        "Чернівці, Полтава, Ужгород",
        "їжачок казки літо",
    ),
    _language(
        "ka",
        """
        დილით მთებში თოვლი მოვიდა, ქალაქში კი ჯერ ისევ თბილა.
        ბებიამ ხაჭაპური გამოაცხო და მთელი სადარბაზო გააღვიძა.
        ბოლო ავტობუსი ათ საათზე გადის.
        """,
        "ნინო გიორგი ეკატერინე",
        "მელაძე კიკნაძე წერეთელი",
        "ქუთაისი, თელავი, მესტია",
        "მთა თოვლი",
    ),
    _language(
        "ar",
        """
        وصل القطار متأخرًا، لكن القهوة كانت ساخنة والصحبة جميلة.
        هل يعرف أحدكم مكانًا جيدًا لإصلاح الكتب القديمة؟
        غدًا نلتقي في الحديقة عند الساعة الخامسة مساءً.
        رائحة الخبز في الصباح تكفي لتغيير يوم كامل.
        نُشرت النسخة الجديدة، وعدد الأخطاء المصلحة ٣٧ خطأً.
        """,
        "ليلى يوسف مريم طارق سلمى",
        "الحداد النجار القاضي الخطيب",
        "طنجة, حلب, المنامة, أسوان",
        "قهوة صباح كتب",
    ),
    _language(
        "fa",
        """
        باران که بند آمد، بوی خاک تمام کوچه را پر کرد.
        کتاب‌فروشی سر چهارراه از این هفته تا نیمه‌شب باز است.
        پدربزرگ هنوز هر روز صبح ساعت دیواری را کوک می‌کند.
        """,
        "پریسا کیوان نگار",
        "کریمی گلستانی چوبینه",
        "شیراز, یزد, گرگان",
        "باران کتاب",
    ),
    _language(
        "he",
        """
        האוטובוס האחרון יוצא בעשר וחצי, אל תאחרו.
        סבתא שלחה צנצנת ריבה ומכתב בכתב יד.
        אחרי הגשם כל השכונה יצאה לרחוב.
        מישהו השאיר גיטרה ליד הספסל בגן, והיא מחכה לכם בקיוסק.
        """,
        "נועה איתן שירה גלעד",
        "אלמוג ברקוביץ שמיר",
        "חיפה, צפת, זכרון יעקב",
        "גשם שבת",
    ),
    _language(
        "hi",
        """
        आज सुबह की चाय छत पर पी, सामने पूरा शहर कोहरे में था।
        कल शाम पुस्तकालय में कहानी सुनाने का कार्यक्रम है।
        बारिश के बाद सड़क किनारे भुट्टे की खुशबू फैल गई।
        क्या किसी को पुरानी साइकिल ठीक करने वाला मिस्त्री पता है?
        दादी कहती हैं कि अच्छी रोटी धैर्य से फूलती है।
        """,
        "अनिता रोहन मीनाक्षी सुधीर",
        "शर्मा त्रिपाठी कुलकर्णी वर्मा",
        "जयपुर, वाराणसी, भोपाल, देहरादून",
        "चाय बारिश कहानी",
    ),
    _language(
        "bn",
        """
        সকালের নৌকাটা কুয়াশার জন্য দেরিতে ছাড়ল।
        নতুন ধানের পিঠা নিয়ে কাল সবাই উঠোনে বসব।
        পুরোনো ক্যামেরাটা আবার ছবি তুলছে, বিশ্বাসই হচ্ছে না।
        """,
        "শ্রাবণী অর্ণব মৌসুমী",
        "চট্টোপাধ্যায় রহমান দাশগুপ্ত",
        "খুলনা, শিলিগুড়ি, বরিশাল",
        "কুয়াশা পিঠা",
    ),
    _language(
        "ta",
        """
        காலையில் பெய்த மழையில் தெரு முழுவதும் மல்லிகை வாசம்.
        கடைசி பேருந்து இரவு ஒன்பது மணிக்கு கிளம்புகிறது.
        அம்மா செய்த தோசைக்கு ஈடு இணை கிடையாது.
        """,
        "கவிதா முருகன் தேன்மொழி",
        "சுப்பிரமணியன் ராஜேந்திரன்",
        "மதுரை, தஞ்சாவூர், கோவை",
        "மழை தோசை",
    ),
    _language(
        "th",
        """
        เช้านี้ตลาดริมน้ำคึกคักกว่าทุกวัน เพราะมะม่วงออกแล้ว
        รถไฟขบวนสุดท้ายออกตอนสี่ทุ่มครึ่ง อย่ามาสายนะ
        ใครเห็นร่มสีเหลืองที่ป้ายรถเมล์ ช่วยเก็บไว้ให้ด้วยครับ
        ฝนหยุดแล้ว กลิ่นดินหอมไปทั้งซอย
        """,
        "มาลี สมศักดิ์ ปิยะ",
        "ใจดี ทองสุข วัฒนกุล",
        "เชียงใหม่, อยุธยา, น่าน",
        "ตลาดเช้า ฝนตก",
    ),
    _language(
        "am",
        """
        ዛሬ ጠዋት ቡናው ከወትሮው የበለጠ ጥሩ መዓዛ ነበረው።
        የመጨረሻው አውቶቡስ ከምሽቱ ሦስት ሰዓት ላይ ይነሳል።
        ዝናቡ ካቆመ በኋላ ልጆቹ ወደ ሜዳው ሮጡ።
        """,
        "አልማዝ ተስፋዬ",
        "በቀለ ወልደማርያም",
        "ባሕር ዳር, ጎንደር",
        "ቡና ዝናብ",
    ),
    _language(
        "zh",
        """
        早班火车晚点了半个小时，好在站台上的豆浆还是热的。
        有没有人知道哪里可以修老式收音机？
        新版本今天上线，搜索速度快了一倍，欢迎试用。
        雨停以后，整条巷子都是桂花的香味。
        周六上午九点在图书馆门口集合，记得带上水壶和帽子。
        外婆说，好汤要慢慢等，急不得。
        隔壁的猫又在我的键盘上睡着了。
        """,
        "晓雯 志远 雨桐 建国 思齐",
        "欧阳 陈 林 诸葛 许",
        "苏州, 成都, 厦门, 昆明, 哈尔滨",
        "早餐 桂花 图书馆 旅行",
    ),
    _language(
        "zh-Hant",
        """
        颱風過後，巷口的麵店第一個點起燈來。
        這台腳踏車陪我騎過整條東海岸，捨不得換。
        晚上七點的讀書會改到二樓，請走側門樓梯。
        """,
        "怡君 俊傑 淑芬",
        "黃 劉 蕭",
        "臺南, 花蓮, 澎湖",
        "單車 讀書會",
    ),
    _language(
        "ja",
        """
        始発の電車から見えた富士山が、今日はやけに近く感じた。
        駅前のパン屋さん、来月で閉店するそうです。寂しいなあ。
        古いラジオを直せる店をご存じの方、いらっしゃいますか？
        新しいバージョンを公開しました。検索が約二倍速くなっています。
        雨上がりの路地に、どこからか金木犀の香り。
        土曜の朝九時、図書館の入口に集合です。水筒をお忘れなく！
        """,
        "さくら 健太郎 美咲 ユウキ",
        "渡邊 齋藤 小鳥遊 中村",
        "金沢, 松江, 小樽, 長崎",
        "朝ごはん 金木犀 図書館",
    ),
    _language(
        "ko",
        """
        첫차를 놓쳤지만 덕분에 강 위로 뜨는 해를 봤다.
        혹시 오래된 라디오를 고칠 수 있는 곳을 아시나요?
        새 버전을 배포했습니다. 검색이 두 배쯤 빨라졌어요.
        비가 그치고 골목마다 국수 삶는 냄새가 났다.
        토요일 아침 아홉 시, 도서관 앞에서 만나요.
        """,
        "지은 민준 서연 도현",
        "김 황보 최 남궁",
        "전주, 속초, 통영, 경주",
        "아침 도서관 골목",
    ),
)

# Scripts whose letters lie above U+FFFF. Names of signs and numbers, not prose.
BEYOND_THE_BMP: tuple[str, ...] = (
    "𐌰𐌱𐌲𐌳𐌴",
    "𝔉𝔯𝔞𝔨𝔱𝔲𝔯 𝟙𝟚𝟛",
    "𠮷野家の𠮷",
    "𓀀𓁐𓃠",
    "𝄞𝄢𝅘𝅥𝅮",
    "🂡🂮🃏",
)

EMOJI: tuple[str, ...] = (
    "😀",
    "😂",
    "🥹",
    "🙃",
    "❤️",
    "🔥",
    "✨",
    "🎉",
    "👍🏽",
    "👩‍💻",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🇫🇮",
    "🇯🇵",
    "🚲",
    "🚆",
    "🌧️",
    "🌻",
    "☕",
    "🍜",
    "🐈‍⬛",
    "🦔",
    "1️⃣",
    "🫶🏿",
)

SIGNS: tuple[str, ...] = ("€", "£", "½", "°C", "→", "…", "–", "№", "√2", "±0,5", "µm")
