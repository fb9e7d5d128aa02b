"""Made-up companies, job titles, streets and e-mail domains."""

from __future__ import annotations

from typing import NamedTuple

PRIVATE_DOMAINS = ("example.com", "example.org", "example.net", "mail.example.com")


class Firm(NamedTuple):
    """A company: its name, how another vendor's user might have typed it, its domain."""

    name: str
    also: str
    domain: str


def _firms(text: str) -> tuple[Firm, ...]:
    found = []
    for line in text.strip().splitlines():
        name, also, slug = (part.strip() for part in line.split("|"))
        found.append(Firm(name, also or name, f"{slug}.example.com"))
    return tuple(found)


FIRMS = _firms("""
Harbor & Pine Logistics | Harbor and Pine Logistics, Inc. | harborpine
Bluestem Dental Group | Bluestem Dental | bluestem
Quillfeather Press | Quillfeather Press Ltd. | quillfeather
Nordlicht Maschinenbau GmbH | Nordlicht Maschinenbau | nordlicht
Boulangerie Saint-Rémy | Boulangerie St Rémy | saintremy
Copperleaf Roofing | Copperleaf Roofing LLC | copperleaf
Tidewater Veterinary Clinic | Tidewater Vets | tidewater
Fjällräven & Dotter AB | Fjallraven och Dotter | fjalldotter
Meridian Home Loans | Meridian | meridianloans
Sunnyside Property Care | Sunnyside | sunnyside
Óptica Miramar | Optica Miramar S.L. | miramar
Casa Lumbre Muebles | Casa Lumbre | casalumbre
Padaria Flor do Campo | Flor do Campo | flordocampo
Officine Bellacorte | Officine Bellacorte S.r.l. | bellacorte
Zakład Stolarski Żubr | Zubr Stolarstwo | zubr
Güneş Tekstil A.Ş. | Gunes Tekstil | gunestekstil
株式会社ひかり物流 | Hikari Logistics K.K. | hikari
有限会社さくら設計 | Sakura Design Office | sakuradesign
杭州云舟科技有限公司 | Yunzhou Technology | yunzhou
成都锦里食品 | Jinli Foods | jinli
مؤسسة الواحة للتجارة | Alwaha Trading | alwaha
عيادات النخيل | Palm Clinics | palmclinics
हिमालय यात्रा सेवा | Himalaya Travel Services | himalayatravel
한빛소프트웨어 | Hanbit Software | hanbit
ООО «Северный Дом» | Severny Dom | severnydom
Ελαιώνες Κρήτης | Cretan Olive Groves | elaiones
בית המלאכה הירוק | The Green Workshop | greenworkshop
ร้านกาแฟดอยหมอก | Doi Mok Coffee | doimok
Công ty Sen Vàng | Golden Lotus Co. | senvang
Lantern Street Studios | Lantern St. Studios | lanternstreet
Ironbark Analytics | Ironbark | ironbark
Puddlejump Childcare | Puddle Jump Childcare | puddlejump
Westerly Solar | Westerly Solar Co-op | westerly
Maple & Main Insurance | Maple and Main Insurance Agency | maplemain
Finch & Daughters Plumbing | Finch Plumbing | finchplumbing
Kestrel Freight Systems | Kestrel Freight | kestrelfreight
Orchard Lane School | Orchard Lane | orchardlane
Pemberley Estates | Pemberley Estate Agents | pemberley
Saltmarsh Brewing Co. | Saltmarsh Brewery | saltmarsh
Violet Hour Events | VIOLET HOUR EVENTS | violethour
Ọjà Marketplace | Oja Marketplace | ojamarket
Brightwater Pools | Bright Water Pools | brightwater
Cobalt Ridge Mining Supply | Cobalt Ridge | cobaltridge
Thistle Legal LLP | Thistle Legal | thistlelegal
Rivet & Loom | Rivet + Loom | rivetloom
Old Mill Physiotherapy | Old Mill Physio | oldmill
Larkspur Software, Inc. | Larkspur | larkspur
Tandem Bicycle Works | Tandem Bikes | tandembikes
""")

TITLES = [
    "Operations Manager",
    "Office Manager",
    "Head of Customer Care",
    "Procurement Lead",
    "Owner",
    "Practice Manager",
    "VP of Sales",
    "Account Executive",
    "IT Director",
    "Founder & CEO",
    "Warehouse Supervisor",
    "Finance Controller",
    "Marketing Coordinator",
    "Chief of Staff",
    "Facilities Manager",
    "Store Manager",
    "Senior Buyer",
    "Receptionist",
    "Revenue Operations",
    "Product Owner",
    "Dispatcher",
    "Legal Counsel",
    "Regional Director, EMEA",
    "Clinic Administrator",
]

NATIVE_TITLES = {
    "de": ("Geschäftsführerin", "Einkaufsleiter", "Büroleitung"),
    "fr": ("Directrice générale", "Responsable des achats", "Gérant"),
    "es": ("Jefa de operaciones", "Director comercial", "Administración"),
    "pt": ("Gerente de operações", "Sócia-proprietária", "Coordenador de vendas"),
    "ar": ("مدير العمليات", "مسؤولة المشتريات", "المدير العام"),
    "zh": ("采购经理", "客户服务主管", "总经理"),
    "ja": ("営業部長", "総務課長", "代表取締役"),
    "ko": ("영업팀장", "대표이사", "고객지원 매니저"),
    "ru": ("Директор по закупкам", "Офис-менеджер", "Главный бухгалтер"),
    "hi": ("संचालन प्रबंधक", "क्रय अधिकारी", "निदेशक"),
    "he": ("מנהלת תפעול", "סמנכ״ל מכירות", "רכז רכש"),
    "el": ("Διευθύντρια πωλήσεων", "Υπεύθυνος αγορών", "Ιδιοκτήτης"),
    "tr": ("Satın alma müdürü", "Genel müdür", "Ofis yöneticisi"),
    "th": ("ผู้จัดการฝ่ายขาย", "เจ้าของกิจการ", "ฝ่ายจัดซื้อ"),
}

STREETS = {
    "zh": ("解放", "人民", "中山", "长江"),
    "ja": ("中央町", "緑ヶ丘", "本町", "桜木町"),
    "ko": ("중앙", "한강", "평화", "벚꽃"),
    "ar": ("النخيل", "الملك فهد", "البحر", "السلام"),
    "hi": ("गांधी", "शांति", "अशोक", "कमल"),
    "ru": ("Садовая", "Лесная", "Мира", "Речная"),
    "uk": ("Садова", "Лісова", "Миру", "Вишнева"),
    "el": ("Ερμού", "Ελιάς", "Αθηνάς", "Θαλάσσης"),
    "he": ("הזית", "הנביאים", "הים", "האלון"),
    "th": ("สุขใจ", "ริมน้ำ", "ดอกไม้", "ตะวัน"),
    "fr": ("des Lilas", "du Moulin", "de l'Église", "des Écoles"),
    "de": ("Linden", "Mühlen", "Bahnhof", "Garten"),
    "en": ("Willow", "Mill", "Harbour", "Chestnut", "Juniper", "Quarry"),
}
ANY_STREETS = ("Aurora", "Rosa", "Libertad", "Marina", "Jardin", "Luna")
