"""What denies and what counts, by language: words that a change of wording must leave as they are.

Keys are ISO 639-1. Articles that are also numerals (German "ein", French "un") are left out.
"""

NEGATIONS: dict[str, frozenset[str]] = {
    language: frozenset(listed.split())
    for language, listed in {
        "en": "not no never none without neither nor cannot nobody nothing nowhere noone non",
        "de": "nicht kein keine keinen keinem keiner keines keins nie niemals niemand niemanden niemandem nichts"
        " ohne weder nirgends nirgendwo keinesfalls keineswegs",
        "fr": "ne pas jamais aucun aucune rien personne sans ni non nul nulle guère",
        "es": "no nunca jamás ningún ninguno ninguna nadie nada sin ni tampoco",
    }.items()
}

NUMERALS: dict[str, frozenset[str]] = {
    language: frozenset(listed.split())
    for language, listed in {
        "en": "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds"
        " thousand thousands million millions billion billions once twice thrice half double triple dozen dozens",
        "de": "null zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig"
        " siebzig achtzig neunzig hundert tausend million millionen milliarde milliarden einmal zweimal dreimal"
        " halb halbe hälfte doppelt dutzend",
        "fr": "zéro deux trois quatre cinq six sept huit neuf dix onze douze vingt trente quarante cinquante soixante"
        " cent cents mille million millions milliard milliards moitié demi demie double douzaine",
        "es": "cero dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cuarenta cincuenta"
        " sesenta setenta ochenta noventa cien cientos mil millón millones mitad medio media doble docena",
    }.items()
}
