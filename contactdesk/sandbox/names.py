"""Made-up people's names, towns and telephone numbers, one entry a country."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

SPECIAL = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae"}
)


class Country(NamedTuple):
    """Where a person lives. Names are (as written, in plain Latin letters)."""

    code: str
    language: str
    family_first: bool
    zone: str
    cities: tuple[str, ...]
    given: tuple[tuple[str, str], ...]
    family: tuple[tuple[str, str], ...]
    # `#` is a digit; the first is a range kept for fiction where the country has one
    phone: str
    phone_wide: str
    address: str


def plain(text: str) -> str:
    """Latin letters without marks, for an e-mail address."""
    flat = unicodedata.normalize("NFKD", text.translate(SPECIAL))
    return "".join(c for c in flat if c.isascii())


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for item in text.split(","):
        written, _, latin = item.strip().partition("|")
        found.append((written, latin or plain(written)))
    return tuple(found)


def _country(line: str, given: str, family: str) -> Country:
    code, language, order, zone, cities, phone, wide, address = line.split(";")
    return Country(
        code,
        language,
        order == "fg",
        zone,
        tuple(cities.split(",")),
        _pairs(given),
        _pairs(family),
        phone,
        wide or phone,
        address,
    )


AREAS = [
    "202",
    "205",
    "206",
    "208",
    "212",
    "213",
    "214",
    "215",
    "216",
    "303",
    "304",
    "305",
    "307",
    "310",
    "312",
    "313",
    "314",
    "315",
    "316",
    "317",
    "318",
    "319",
    "401",
    "402",
    "404",
    "405",
    "406",
    "407",
    "408",
    "410",
    "412",
    "413",
    "414",
    "415",
    "417",
    "419",
    "502",
    "503",
    "504",
    "505",
    "507",
    "508",
    "509",
    "510",
    "512",
    "513",
    "515",
    "516",
    "601",
    "602",
    "603",
    "605",
    "606",
    "607",
    "608",
    "609",
    "612",
    "614",
    "615",
    "617",
]

COUNTRIES = (
    _country(
        "US;en;gf;America/New_York;Albany,Portland,Dayton,Santa Fe,Boise,Savannah;"
        "+1@55501##;+1@4######;{no} {street} St\nSuite {unit}\n{city}, {zip}",
        "Marcus,Olivia,Ethan,Naomi,Caleb,Grace,Darnell,Hannah,Wyatt,Imani,Jordan,Paige,Miles,"
        "Tessa,Andre,Beatrice,Logan,Ruby,Owen,Camille,Victor,Leah,Simone,Trevor",
        "Okafor,Whitfield,Delgado,Brennan,Castellano,Hargrove,Nakamura-Reed,Pruitt,Sandoval,"
        "Thornton,Vance,Ellsworth,Barrow,Quintero,Redding,Saylor,Tillman,Underhill,Wexler,"
        "Abernathy,O'Connell,Mc Bride,van der Berg,Lindqvist",
    ),
    _country(
        "GB;en;gf;Europe/London;Leeds,Bristol,Cardiff,Aberdeen,Norwich;+447700900###;"
        "+4475########;{no} {street} Road\n{city}\n{zip}",
        "Alfie,Poppy,Rhys,Siân|Sian,Callum,Freya,Imogen,Hamish,Niamh,Oscar,Zara,Tariq,Anjali,Kofi",
        "Ashworth,Blackwood,Pemberton,Fairclough,Llewellyn,MacAllister,Okonkwo,Sutcliffe,"
        "Thistlewood,Hollis,Ridgeway,Sandhu,Marchetti-Hughes,Birtwhistle",
    ),
    _country(
        "DE;de;gf;Europe/Berlin;Köln,Leipzig,Würzburg,Hannover,Münster;+4917139200##;"
        "+49170#######;{street}straße {no}\n{zip} {city}",
        "Jürgen,Anneliese,Björn,Käthe,Lukas,Sören,Friederike,Matthias,Gül,Henning,Ilse,Tobias,"
        "Mareike,Şeyma",
        "Müller-Brandt,Schäfer,Weiß,Großkreutz,Böhm,Hölzl,Kühne,Vogelsang,Rößler,Bäumler,"
        "von Hagen,Steinmetz,Pöschl,Yılmaz",
    ),
    _country(
        "FR;fr;gf;Europe/Paris;Lyon,Nîmes,Besançon,Orléans,Saint-Étienne;+3363998####;"
        "+3361#######;{no}, rue {street}\n{zip} {city}",
        "Amélie,Benoît,Chloé,Étienne,Françoise,Gaëlle,Hélène,Jérôme,Loïc,Noémie,Océane,Raphaël,"
        "Solène,Thaïs",
        "Laurent-Dubois,Lefèvre,Béranger,Desrosiers,Fontaine,Guérin,L'Hôpital,Mercœur|Mercoeur,"
        "Pâquet,Rénier,Thévenot,Vaucanson,Élouard,Diallo",
    ),
    _country(
        "ES;es;gf;Europe/Madrid;Cádiz,León,Logroño,Málaga,Ávila;+34600######;;"
        "Calle {street}, {no}, {unit}º\n{zip} {city}",
        "Íñigo,María José,Nuria,Álvaro,Begoña,Raúl,Inés,Joaquín,Óscar,Xoán,Lucía,Andrés,Elvira",
        "Núñez Pardo,Ibáñez,Castaño,Echeverría,Güell,Muñoz de la Vega,Peña,Quiñones,Rodrigáñez,"
        "Zúñiga,Albarracín,Beltrán,Cortázar",
    ),
    _country(
        "MX;es;gf;America/Mexico_City;Mérida,Querétaro,Puebla,Xalapa;+5255########;;"
        "Av. {street} {no}\nCol. Centro\n{zip} {city}",
        "Ximena,Emiliano,Guadalupe,José Ángel,Itzel,Rodrigo,Citlali,Fernanda,Mateo,Yolotl",
        "Hernández Ruiz,Xochitiotzin,Villaseñor,Ordóñez,Treviño,Camacho,Luján,Arriaga,Montaño,Téllez",
    ),
    _country(
        "BR;pt;gf;America/Sao_Paulo;Florianópolis,Belém,Goiânia,Maceió;+55119########;;"
        "Rua {street}, {no} - ap. {unit}\n{city}\n{zip}",
        "João,Thaís,Antônio,Conceição,Luís,Gonçalo,Inês,Vitória,Cauã,Iolanda,Débora,Caetano",
        "da Conceição,Magalhães,Araújo,Brandão,Falcão,Guimarães,Leitão,Simões,Valadão,dos Anjos,"
        "Fagundes,Sepúlveda",
    ),
    _country(
        "IT;it;gf;Europe/Rome;Forlì,Padova,L'Aquila,Lecce;+39320#######;;"
        "Via {street} {no}\n{zip} {city}",
        "Niccolò,Giosuè,Fiammetta,Desirée,Ludovica,Ettore,Noemi,Tommaso,Ilaria,Pasquale",
        "D'Angelo,Bonfiglioli,Cantù,De Santis,Ferrarò,Grimaldi,Lo Presti,Montanari,Scarpetta,Viganò",
    ),
    _country(
        "SE;sv;gf;Europe/Stockholm;Västerås,Umeå,Malmö,Östersund;+4670174####;+4673#######;"
        "{street}gatan {no}\n{zip} {city}",
        "Åsa,Björn,Göran,Märta,Östen,Linnéa,Håkan,Saga,Torbjörn,Elin",
        "Åkerström,Sjögren,Hällgren,Nyström,Öberg,Bäckman,Lönnqvist,Fägerlind,Malmsjö,Rosén",
    ),
    _country(
        "PL;pl;gf;Europe/Warsaw;Łódź,Gdańsk,Wrocław,Rzeszów;+4850#######;;"
        "ul. {street} {no}/{unit}\n{zip} {city}",
        "Łukasz,Małgorzata,Grażyna,Paweł,Żaneta,Bartłomiej,Józef,Agnieszka,Ścibor,Zofia",
        "Błaszczyk,Wójcik,Zając,Gołębiewska,Żuraw,Dąbrowski,Świątek,Kołodziej,Łączny,Pękala",
    ),
    _country(
        "TR;tr;gf;Europe/Istanbul;İzmir,Eskişehir,Muğla,Şanlıurfa;+9053########;;"
        "{street} Cad. No: {no}/{unit}\n{zip} {city}",
        "Gülşen,İbrahim,Çağla,Ömer,Şule,Tuğba,Işıl,Ümit,Özgür,Yiğit",
        "Yıldırım,Öztürk,Çelik,Güneş,Şahin,İnanç,Kılıç,Doğan,Erdoğmuş,Büyükkaya",
    ),
    _country(
        "VN;vi;fg;Asia/Ho_Chi_Minh;Đà Nẵng,Huế,Cần Thơ,Hải Phòng;+8490#######;;"
        "{no} Đường {street}\n{city}",
        "Thị Hương,Văn Đức,Minh Châu,Ngọc Ánh,Quốc Bảo,Thùy Linh,Hữu Phước,Bích Thủy,Đình Khôi",
        "Nguyễn,Trần,Lê,Phạm,Huỳnh,Võ,Đặng,Bùi,Đỗ,Hồ",
    ),
    _country(
        "SA;ar;gf;Asia/Riyadh;الرياض,جدة,الدمام,أبها;+9665########;;شارع {street} {no}\n{city} {zip}",
        "ليلى|Layla,يوسف|Yusuf,نور|Nour,عبد الرحمن|Abdulrahman,سلمى|Salma,طارق|Tariq,هند|Hind,"
        "مُنى|Muna,إبراهيم|Ibrahim,رانيا|Rania,خالد|Khalid,أسماء|Asma",
        "حدّاد|Haddad,القحطاني|Alqahtani,النجّار|Alnajjar,منصور|Mansour,الشريف|Alsharif,زيدان|Zidan,"
        "بن سالم|Bin Salem,الحربي|Alharbi,عثمان|Othman,الخوري|Alkhoury",
    ),
    _country(
        "EG;ar;gf;Africa/Cairo;القاهرة,الإسكندرية,أسوان,طنطا;+2010########;;{no} شارع {street}\n{city}",
        "مصطفى|Mostafa,شيماء|Shaimaa,كريم|Karim,دينا|Dina,حسام|Hossam,ياسمين|Yasmin,أحمد|Ahmed,فاطمة|Fatma",
        "عبد العزيز|Abdelaziz,السيّد|Elsayed,شاهين|Shahin,فهمي|Fahmy,رمضان|Ramadan,غالي|Ghali,"
        "البدري|Elbadry,سليمان|Soliman",
    ),
    _country(
        "CN;zh;fg;Asia/Shanghai;杭州,成都,西安,厦门;+86138########;;{city}市{street}路{no}号{unit}室",
        "晓明|Xiaoming,丽华|Lihua,子轩|Zixuan,雨桐|Yutong,建国|Jianguo,思远|Siyuan,若曦|Ruoxi,浩然|Haoran,"
        "梦琪|Mengqi,志强|Zhiqiang,佳怡|Jiayi,文博|Wenbo",
        "王|Wang,李|Li,张|Zhang,陈|Chen,赵|Zhao,黄|Huang,欧阳|Ouyang,司马|Sima,林|Lin,郑|Zheng",
    ),
    _country(
        "JP;ja;fg;Asia/Tokyo;横浜,札幌,京都,福岡;+8190########;;〒{zip}\n{city}市{street}{no}-{unit}",
        "美咲|Misaki,健太|Kenta,陽菜|Hina,翔|Sho,さくら|Sakura,大輔|Daisuke,結衣|Yui,拓海|Takumi,千尋|Chihiro,"
        "アンナ|Anna",
        "田中|Tanaka,佐藤|Sato,髙橋|Takahashi,渡邊|Watanabe,小林|Kobayashi,山﨑|Yamazaki,中村|Nakamura,"
        "伊藤|Ito,斎藤|Saito,五十嵐|Igarashi",
    ),
    _country(
        "KR;ko;fg;Asia/Seoul;부산,대전,광주,수원;+8210########;;{city}시 {street}로 {no}, {unit}호",
        "지우|Jiwoo,서연|Seoyeon,민준|Minjun,하은|Haeun,도윤|Doyun,수빈|Subin,현우|Hyunwoo,예린|Yerin",
        "김|Kim,이|Lee,박|Park,최|Choi,정|Jung,남궁|Namgung,강|Kang,윤|Yoon",
    ),
    _country(
        "IN;hi;gf;Asia/Kolkata;जयपुर,लखनऊ,इंदौर,वाराणसी;+9198########;;{no}, {street} मार्ग\n{city} {zip}",
        "प्रिया|Priya,अर्जुन|Arjun,कृष्णा|Krishna,मीनाक्षी|Meenakshi,राहुल|Rahul,श्रेया|Shreya,विक्रम|Vikram,"
        "अनन्या|Ananya,हर्षिता|Harshita,सिद्धार्थ|Siddharth",
        "शर्मा|Sharma,गुप्ता|Gupta,त्रिपाठी|Tripathi,मिश्रा|Mishra,राघवन|Raghavan,चौधरी|Chaudhary,अय्यर|Iyer,"
        "कपूर|Kapoor,जोशी|Joshi",
    ),
    _country(
        "IN;en;gf;Asia/Kolkata;Pune,Kochi,Mysuru,Chandigarh;+9197########;;"
        "{no}, {street} Nagar\n{city} {zip}",
        "Lakshmi,Rohan,Kavya,Devansh,Ishaan,Nandini,Farhan,Meera,Gurpreet,Anand",
        "Raghunathan,Banerjee,Chatterjee,Fernandes,Kulkarni,Menon,Nair,Pillai,Qureshi,Sodhi",
    ),
    _country(
        "RU;ru;gf;Europe/Moscow;Казань,Самара,Пермь,Томск;+7900#######;;"
        "ул. {street}, д. {no}, кв. {unit}\n{city}, {zip}",
        "Алексей|Aleksey,Екатерина|Ekaterina,Пётр|Pyotr,Алёна|Alyona,Дмитрий|Dmitry,Юлия|Yulia,"
        "Сергей|Sergey,Марфа|Marfa,Ярослав|Yaroslav",
        "Соловьёв|Solovyov,Кузнецов|Kuznetsov,Щербаков|Shcherbakov,Королёв|Korolyov,Зайцев|Zaytsev,"
        "Белых|Belykh,Черненко|Chernenko,Лебедь|Lebed",
    ),
    _country(
        "UA;uk;gf;Europe/Kyiv;Львів,Одеса,Полтава,Чернівці;+38050#######;;"
        "вул. {street}, {no}\n{city}, {zip}",
        "Оксана|Oksana,Андрій|Andriy,Ганна|Hanna,Тарас|Taras,Соломія|Solomiya,Євген|Yevhen,Ілля|Illia",
        "Шевчук|Shevchuk,Ткаченко|Tkachenko,Гнатюк|Hnatiuk,Коваль|Koval,Мельник|Melnyk,Заєць|Zaiets",
    ),
    _country(
        "GR;el;gf;Europe/Athens;Πάτρα,Ηράκλειο,Βόλος,Χανιά;+3069########;;{street} {no}\n{zip} {city}",
        "Ελένη|Eleni,Γιώργος|Giorgos,Δήμητρα|Dimitra,Ζωή|Zoi,Κωνσταντίνος|Konstantinos,Θάλεια|Thaleia,"
        "Οδυσσέας|Odysseas,Χρύσα|Chrysa",
        "Παπαδάκης|Papadakis,Οικονόμου|Oikonomou,Αγγελόπουλος|Angelopoulos,Ξενάκης|Xenakis,"
        "Μαυρίδης|Mavridis,Ψαράς|Psaras,Γεωργίου|Georgiou",
    ),
    _country(
        "IL;he;gf;Asia/Jerusalem;חיפה,אשדוד,נתניה,באר שבע;+97250#######;;רחוב {street} {no}\n{city} {zip}",
        "נועה|Noa,איתן|Eitan,תמר|Tamar,יונתן|Yonatan,שירה|Shira,אורי|Uri,מיכל|Michal,אסף|Asaf",
        "כהן-לוי|Cohen-Levi,מזרחי|Mizrahi,פרידמן|Friedman,אברג׳יל|Abergil,ברק|Barak,שלו|Shalev,דיין|Dayan",
    ),
    _country(
        "TH;th;gf;Asia/Bangkok;เชียงใหม่,ขอนแก่น,ภูเก็ต,หาดใหญ่;+668########;;{no} ถนน{street}\n{city} {zip}",
        "สมชาย|Somchai,มาลี|Malee,ธนพล|Thanapol,ณัฐวดี|Nattawadee,กิตติ|Kitti,พิมพ์ชนก|Pimchanok,อรุณ|Arun",
        "ศรีสุข|Srisuk,วงศ์ไทย|Wongthai,จันทร์เพ็ญ|Chanpen,รัตนพงษ์|Rattanapong,บุญมี|Boonmee,ทองดี|Thongdee",
    ),
    _country(
        "NG;en;gf;Africa/Lagos;Ibadan,Enugu,Jos,Benin City;+234803#######;;{no} {street} Street\n{city}",
        "Chinwe,Adébáyọ̀|Adebayo,Ngozi,Olúwaṣeun|Oluwaseun,Ifeoma,Tunde,Zainab,Emeka",
        "Ọlátúnjí|Olatunji,Eze,Balogun,Nwachukwu,Adéyẹmí|Adeyemi,Danjuma,Obi-Peters,Usman",
    ),
)

ORDER = "US US US US US GB GB GB DE DE FR FR ES MX BR BR IT SE PL TR VN SA SA EG CN CN JP JP JP KR "
ORDER += "IN IN IN RU UA GR IL TH NG"


def _weighted() -> tuple[Country, ...]:
    by_code: dict[str, list[Country]] = {}
    for country in COUNTRIES:
        by_code.setdefault(country.code, []).append(country)
    seen: dict[str, int] = {}
    found = []
    for code in ORDER.split():
        choices = by_code[code]
        seen[code] = seen.get(code, -1) + 1
        found.append(choices[seen[code] % len(choices)])
    return tuple(found)


WEIGHTED = _weighted()
"""Countries, the common ones more than once."""
