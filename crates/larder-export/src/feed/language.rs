//! Languages as feeds may state them.

/// The tag as feeds may state it, or None if readers would take it for an error.
///
/// The first part must be one of the codes that feed validators know. Older codes and the parts of Chinese that have
/// codes of their own are written in the form they know: `iw` as `he`, `yue` as `zh-yue`. `ko_KR` means `ko-KR`.
pub(crate) fn language(tag: &str) -> Option<String> {
    let tag = tag.trim_matches(' ').replace('_', "-");
    let (first, rest) =
        tag.split_once('-').map_or((&*tag, None), |(first, rest)| (first, Some(rest)));
    let first = modern(&first.to_ascii_lowercase())?;
    let known = matches!(first.split_once('-'), Some(("zh", _)));
    if !known && !is_code(&first, rest.is_some()) {
        return None;
    }
    let whole = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    match rest {
        None => Some(first),
        Some(rest) => rest.split('-').all(whole).then(|| format!("{first}-{rest}")),
    }
}

/// Whether what is made up for a feed in a language is said in Korean.
pub(crate) fn is_korean(tag: Option<&str>) -> bool {
    let first = tag.and_then(|tag| tag.split('-').next());
    first.is_some_and(|it| it.eq_ignore_ascii_case("ko"))
}

/// The code that stands for one that is too old or too young for validators.
fn modern(code: &str) -> Option<String> {
    Some(match code {
        "iw" => "he".into(),
        "in" => "id".into(),
        "ji" => "yi".into(),
        "jw" => "jv".into(),
        "cdo" | "cjy" | "cmn" | "cpx" | "czh" | "czo" | "gan" | "hak" | "hsn" | "mnp" | "nan"
        | "wuu" | "yue" => format!("zh-{code}"),
        "" => return None,
        _ => code.into(),
    })
}

fn is_code(code: &str, has_more: bool) -> bool {
    match code.len() {
        1 => code == "x" && has_more,
        2 => TWO.split(' ').any(|known| known == code),
        3 => THREE.split(' ').any(|known| known == code),
        _ => false,
    }
}

/// ISO 639-1, as far as validators know it.
const TWO: &str = "\
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my \
    na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm \
    sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh \
    zu";

/// ISO 639-2, both forms where there are two, as far as validators know it.
const THREE: &str = "\
    aar abk ace ach ada ady afa afh afr ain aka akk alb ale alg alt amh ang anp apa ara arc arg arm arn arp art \
    arw asm ast ath aus ava ave awa aym aze bad bai bak bal bam ban baq bas bat bej bel bem ben ber bho bih bik \
    bin bis bla bnt bod bos bra bre btk bua bug bul bur byn cad cai car cat cau ceb cel ces cha chb che chg chi \
    chk chm chn cho chp chr chu chv chy cmc cop cor cos cpe cpf cpp cre crh crp csb cus cym cze dak dan dar day \
    del den deu dgr din div doi dra dsb dua dum dut dyu dzo efi egy eka ell elx eng enm epo est eus ewe ewo fan \
    fao fas fat fij fil fin fiu fon fra fre frm fro frr frs fry ful fur gaa gay gba gem geo ger gez gil gla gle \
    glg glv gmh goh gon gor got grb grc gre grn gsw guj gwi hai hat hau haw heb her hil him hin hit hmn hmo hrv \
    hsb hun hup hye iba ibo ice ido iii ijo iku ile ilo ina inc ind ine inh ipk ira iro isl ita jav jbo jpn jpr \
    jrb kaa kab kac kal kam kan kar kas kat kau kaw kaz kbd kha khi khm kho kik kin kir kmb kok kom kon kor kos \
    kpe krc krl kro kru kua kum kur kut lad lah lam lao lat lav lez lim lin lit lol loz ltz lua lub lug lui lun \
    luo lus mac mad mag mah mai mak mal man mao map mar mas may mdf mdr men mga mic min mis mkd mkh mlg mlt mnc \
    mni mno moh mon mos mri msa mul mun mus mwl mwr mya myn myv nah nai nap nau nav nbl nde ndo nds nep new nia \
    nic niu nld nno nob nog non nor nso nub nwc nya nym nyn nyo nzi oci oji ori orm osa oss ota oto paa pag pal \
    pam pan pap pau peo per phi phn pli pol pon por pra pro pus que raj rap rar roa roh rom ron rum run rup rus \
    sad sag sah sai sal sam san sas sat scn sco sel sem sga sgn shn sid sin sio sit sla slk slo slv sma sme smi \
    smj smn smo sms sna snd snk sog som son sot spa sqi srd srn srp srr ssa ssw suk sun sus sux swa swe syr tah \
    tai tam tat tel tem ter tet tgk tgl tha tib tig tir tiv tkl tlh tli tmh tog ton tpi tsi tsn tso tuk tum tup \
    tur tut tvl twi tyv udm uga uig ukr umb und urd uzb vai ven vie vol vot wak wal war was wel wen wln wol xal \
    xho yao yap yid yor ypk zap zen zha zho znd zul zun";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_readers_know_stay() {
        for tag in
            ["ko", "kor", "ko-KR", "zh-Hans-CN", "und", "mul", "fil", "gsw", "x-foo", "en-GB"]
        {
            assert_eq!(language(tag).as_deref(), Some(tag));
        }
    }

    #[test]
    fn old_and_young_codes_are_written_in_the_form_they_know() {
        let pairs = [
            ("iw", "he"),
            ("in-ID", "id-ID"),
            ("ji", "yi"),
            ("cmn", "zh-cmn"),
            ("yue-HK", "zh-yue-HK"),
        ];
        for (tag, written) in pairs {
            assert_eq!(language(tag).as_deref(), Some(written));
        }
        assert_eq!(language("ko_KR").as_deref(), Some("ko-KR"));
    }

    #[test]
    fn what_is_no_language_is_not_stated() {
        for tag in ["", "-", "i-klingon", "korean", "x", "ko-", "ko--KR", "ko-대한", "qq", "한"]
        {
            assert_eq!(language(tag), None, "{tag}");
        }
    }
}
