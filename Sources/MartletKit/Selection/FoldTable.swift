/// Letters that are another letter with a mark, lower case: Latin, Greek, Cyrillic and kana, from the canonical decompositions of
/// Unicode, and the few that do not decompose but are typed without their mark all the same (ø, ł, ß, æ).
enum FoldTable {
    /// What each such letter is without its mark. Made when the first letter beyond ASCII is folded, in some 100 µs.
    static let bare: [Unicode.Scalar: String] = {
        var made: [Unicode.Scalar: String] = [:]
        for group in groups.replacing("\n", with: "  ").split(separator: "  ") {
            let parts = group.split(separator: " ")
            for letter in parts[1].unicodeScalars { made[letter] = String(parts[0]) }
        }
        return made
    }()

    /// A letter, a blank, and those that become it; groups are divided by two blanks.
    private static let groups = """
        a àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ  ae æǽǣ  b ḃḅḇ  c çćĉċčḉ  d ďḋḍḏḑḓđ  e èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ  f ḟ  g ĝğġģǧǵḡ
        h ĥȟḣḥḧḩḫẖħ  i ìíîïĩīĭįǐȉȋḭḯỉịı  j ĵǰ  k ķǩḱḳḵ  l ĺļľḷḹḻḽł  m ḿṁṃ  n ñńņňǹṅṇṉṋ
        o òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ  oe œ  p ṕṗ  r ŕŗřȑȓṙṛṝṟ  s śŝſẛşšșṡṣṥṧṩ  ss ß  t ţťțṫṭṯṱẗŧ
        u ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự  v ṽṿ  w ŵẁẃẅẇẉẘ  x ẋẍ  y ýÿŷȳẏẙỳỵỷỹ  z źżžẑẓẕ  ʒ ǯ  ʹ ʹ
        α άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ  ε έἐἑἒἓἔἕὲέ  η ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ  ι ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ  ο όὀὁὂὃὄὅὸό  ρ ῤῥ
        σ ς  υ ΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ  ω ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ  ϒ ϓϔ  а ӑӓ  г ѓ  е ѐёӗ  ж ӂӝ  з ӟ  и йѝӣӥ  к ќ  о ӧ
        у ўӯӱӳ  ч ӵ  ы ӹ  э ӭ  і ї  ѵ ѷ  ә ӛ  ө ӫ  う ゔ  か が  き ぎ  く ぐ  け げ  こ ご  さ ざ  し じ  す ず  せ ぜ
        そ ぞ  た だ  ち ぢ  つ づ  て で  と ど  は ばぱ  ひ びぴ  ふ ぶぷ  へ べぺ  ほ ぼぽ  ゝ ゞ  ウ ヴ  カ ガ
        キ ギ  ク グ  ケ ゲ  コ ゴ  サ ザ  シ ジ  ス ズ  セ ゼ  ソ ゾ  タ ダ  チ ヂ  ツ ヅ  テ デ  ト ド  ハ バパ
        ヒ ビピ  フ ブプ  ヘ ベペ  ホ ボポ  ワ ヷ  ヰ ヸ  ヱ ヹ  ヲ ヺ  ヽ ヾ
        """
}
