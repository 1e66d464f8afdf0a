"""The words that change with the form of address (domain.md §6).

A template is written as one would speak to «usted»; the words that change stand between braces under that very
form, spaces as underscores: ``{{ puede }}`` is puede, puedes, podés, pueden or podéis. With a capital first letter
(``{{ Puede }}``) the word comes out with one. Vos and ustedes also bring what is said differently in America.
"""

from bot.domain.words import Address

_ORDER = (Address.USTED, Address.TU, Address.VOS, Address.USTEDES, Address.VOSOTROS)

_ROWS = """
    le | te | te | les | os
    se lo | te lo | te lo | se lo | os lo
    usted | tú | vos | ustedes | vosotros
    su lado | tu lado | tu lado | su lado | vuestro lado
    puede | puedes | podés | pueden | podéis
    tiene | tienes | tenés | tienen | tenéis
    prefiere | prefieres | preferís | prefieren | preferís
    quiere | quieres | querés | quieren | queréis
    necesite | necesites | necesites | necesiten | necesitéis
    nota | notas | notás | notan | notáis
    pone | pones | ponés | ponen | ponéis
    contó | contaste | contaste | contaron | contasteis
    decide | decides | decidís | deciden | decidís
    tendrá | tendrás | tendrás | tendrán | tendréis
    llámeme | llámame | llamame | llámenme | llamadme
    respóndame | respóndeme | respondeme | respóndanme | respondedme
    dígame | dime | decime | díganme | decidme
    decírselo | decírtelo | decírtelo | decírselo | decíroslo
    le viene bien | te viene bien | te queda bien | les queda bien | os viene bien
    se las arregla | te las arreglas | te las arreglás | se las arreglan | os las arregláis
    ha pasado | ha pasado | pasó | pasó | ha pasado
    ha quedado | ha quedado | quedó | quedó | ha quedado
    ha afectado | ha afectado | afectó | afectó | ha afectado
    hemos hecho | hemos hecho | hicimos | hicimos | hemos hecho
    hemos tenido | hemos tenido | tuvimos | tuvimos | hemos tenido
    nos hemos hecho cargo | nos hemos hecho cargo | nos hicimos cargo | nos hicimos cargo | nos hemos hecho cargo
    ha sido | ha sido | fue | fue | ha sido
    ha causado | ha causado | causó | causó | ha causado
    coste | coste | costo | costo | coste
    como muy tarde | como muy tarde | a más tardar | a más tardar | como muy tarde
    fallo | fallo | error | error | fallo
    fallos | fallos | errores | errores | fallos
    un saludo | un saludo | saludos | saludos | un saludo
"""


def _table() -> dict[Address, dict[str, str]]:
    table: dict[Address, dict[str, str]] = {address: {} for address in _ORDER}
    for row in _ROWS.strip().splitlines():
        forms = [form.strip() for form in row.split("|")]
        name = forms[0].replace(" ", "_")
        for address, form in zip(_ORDER, forms, strict=True):
            table[address][name] = form
            table[address][name[0].upper() + name[1:]] = form[0].upper() + form[1:]
    return table


_TABLE = _table()


def words_for(address: Address) -> dict[str, str]:
    """Every changing word as this form of address says it, by its name in the templates."""
    return dict(_TABLE[address])
