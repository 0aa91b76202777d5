# ruff: noqa: E501 (the files are wide)
"""Small files of every layout, written here, so that the fuzz needs nothing but itself."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

import pyarrow as pa
import pyarrow.parquet as pq

LONG = """indicator_id,area_code,period,numerator,denominator,value,provenance,note
referral_rate,E10000034,2017-18-Q4,870,116697,,published,
rereferral_percent,E92000001,2017-18,c,x,21.9,published,a note
"""
SCORECARD = """Scorecard,,
Indicator,Q3 2017/18,Q4 2017/18
referral_rate,74.1,c
rereferral_percent,24%,0.25
"""
TIDY = """time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code,category,Referrals,Referrals_rate,Re_referrals,Re_referrals_percent,No_Further_Action,Not_in_Need
2018,Reporting year,National,E92000001,England,,,,,,Referrals,655630,552.5,143550,21.9,65000,170000
2018,Reporting year,Local authority,E92000001,England,E12000005,West Midlands,885,Worcestershire,E10000034,Referrals,4461,382.3,1081,24.2,c,u
2018,Reporting year,Local authority,E92000001,England,E12000009,South West,835,Dorset,E10000009,Referrals,2000,x,400,20.0,z,k
"""
WIDE = """geog_l,geog_c,new_la_code,geog_n,CINAt310317,CINAt310317RatePer10K,Referrals1617,Referrals1617Rate,CPPAt310317,CPPAt310317Rate,S471617,Referrals1617DCI
National,,E06000046,England,"389,430",330.4,"646,120",548.2,51080,43.3,185450,
LA,885,E10000034,Worcestershire,4067,350.5,5497,473.7,517,44.5,x,3
LA,921,E06000046,Isle of Wight,..,.,1200,460.1,210,#VALUE!,x,P
"""
LAIT = """Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region
LAC,Rate,2018,Worcestershire,68,885,West Midlands
LAC,,2019 (prov),England,17.399999999999999,970,
LAC,,2014-16,Dorset (Pre LG),-,835,South West
"""
REPORT = """Back to index,,,,,,,
Table LA6:  Absence1 of children,,,,,,,
Years: 2013 - 2014,,,,,,,
,,,,,,,
LA code,,,2013,,,2014,
,,,Percentage with UPN4,Overall absence,,Percentage with UPN4,Overall absence
,,,,,,,
,,ENGLAND,90-99,4.4,,90-99,3.9
,,,,,,,
E06000005,841,Darlington,100,x,,<90,.
E06000047,840,Durham,100,3.6,,>6mths,#VALUE!
,,,,,,,
1. Of all ages,,,,,,,
x = number less than or equal to 5,,,,,,,
. = not applicable,,,,,,,
"""
NOMIS = """
"Population estimates - local authority based by single year of age"
"ONS Crown Copyright Reserved [from Nomis on 5 October 2022]"
"Age        :","0 - 4"

"local authority","mnemonic","2019","2020"

"Darlington","E06000005",6440,6562
"Durham","E06000047",27615,-



"Population estimates - local authority based by single year of age"
"ONS Crown Copyright Reserved [from Nomis on 5 October 2022]"
"Age        :","5 - 9"

"local authority","mnemonic","2019","2020"

"Darlington","E06000005",6640,6762
"""
STAT_XPLORE = """Stat-Xplore

"Counting: Absolute Low Income"

Filters:
"Age of Child (years and bands)","5-10"

"Year","2014/15","2014/15 - Annotations","2020/21 (p)","2020/21 - Annotations",
"National - Regional - LA - OAs",
"County Durham",5656,,9007,,
"Unknown",..,,..,,

"INFO","Disclosure control has been applied."
Source: Department for Work and Pensions
"""
FINANCE = """LA,LA Name,LineNumber,CYPServiceDescription,ReportGroup,OwnProvision,PrivateProvision,OtherPublic,Income,NetCurrentExpenditure
201,City of London,1,1 Spend by individual Children\u2019s Centres ,SURE START,548221,0,NULL,442615,105606
885,Worcestershire,2,2 Spend on area-wide services,SURE START,0,0,,0,0
"""
FINGERTIPS = """Indicator ID,Indicator Name,Area Code,Area Name,Age,Time period,Value,Lower CI 95.0 limit,Count,Denominator,Value note
90284,Hospital admissions,E92000001,England,<15 yrs,2010/11,115.2166797,114.5287223,107429,9324084,
90284,Hospital admissions,E06000060,Buckinghamshire UA,<15 yrs,2010/11,,,,,Value missing
"""
OPEN_DATA = """FeatureCode,DateCode,Measurement,Units,Value,Scheme
E07000234,2016 Q2,Households,,16,Bed and breakfast
E06000021,2014 Q3,Households,,8,Hostels
"""
NEIGHBOURS = """LA num,LA Name,SN1,SNP,SN2,SNP,SN9,SNP,SN10,SNP,
885,Worcestershire,860,Very Close,878,Close,933,Close ,830,Close,
,,,,,,,,,,
Old SNs:,,,,,,,,,,
835,Dorset,893,Close,878,Close,885,Close,933,-,
"""
PROSE = (
    "Meta Data Document\n\nNational totals are rounded, and x stands for 1 to 5.\nCLA_male: Male children\n"
)
TABLE = "Area,LA Number,Years,Values,Empty\nBarnet,302,2016,12.1,\nBarnsley,370,2017,-,\n"
TEXTS = (
    LONG, SCORECARD, TIDY, WIDE, LAIT, REPORT, NOMIS, STAT_XPLORE, FINANCE, FINGERTIPS, OPEN_DATA, NEIGHBOURS,
    PROSE, TABLE,
)  # fmt: skip

_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(sheets: dict[str, str]) -> bytes:
    """Return a workbook whose sheets have the given XML between `<sheetData>` and its end."""
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    named = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, start=1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">{links}</Relationships>',
    } | {
        f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'
        for at, data in enumerate(sheets.values(), start=1)
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def cell(place: str, value: str | float) -> str:
    """Return the XML of one cell: a number, or a text in place."""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet(rows: list[list[str | float]]) -> str:
    """Return the XML of some rows, up to 26 columns wide."""
    return "".join(
        f'<row r="{at}">'
        + "".join(cell(f"{chr(65 + c)}{at}", value) for c, value in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )


@lru_cache(maxsize=1)
def seeds() -> tuple[bytes, ...]:
    """Return one file of each layout, as text, and of each container."""
    rows: list[list[str | float]] = [
        ["Quarter 4 2022/23 - Adoption Data"],
        ["", "", "Children adopted"],
        ["", "", "Q1 2022/23", "Q2 2022/23", "Q1-Q4 2022/23"],
        ["", "ALL LOCAL AUTHORITIES", 720, 750, 2980],
        [885, "Worcestershire (see Central RAA)", "c", ".", ".."],
    ]
    book = workbook({"Notes": sheet([["c", "Suppressed due to low numbers"]]), "Adoption": sheet(rows)})
    table = pa.table({"Short Desc": ["LAC", "LAC"], "Years": ["2018", "2019 (prov)"], "LA and Regions": ["York", "York"],
                      "Values": ["68", "-"], "LA Number": [816.0, None]})  # fmt: skip
    out = io.BytesIO()
    pq.write_table(table, out)
    return (*(text.encode() for text in TEXTS), FINANCE.encode("cp1252"), book, out.getvalue())
