# 프로그램이 한국어로 하는 말. en.ftl과 내용이 같다: 식별자와 변수를 테스트가 견준다.
# 변수 뒤에는 조사를 붙이지 않는다. 받침이 있는지 알 수 없기 때문이다.

label-error = 오류
label-hint = 도움말
severity-info = 참고
severity-warning = 주의
severity-loss = 손실

## Progress

stage-read = 읽는 중
stage-write = 쓰는 중
stopping = 안전한 곳에서 멈춥니다 (Ctrl-C를 한 번 더 누르면 바로 멈춥니다)

## Errors of the command line

error-unknown-format = 모르는 형식입니다: `{ $name }`
error-format-only-read = 읽을 수만 있고 쓸 수는 없는 형식입니다: `{ $name }`
error-format-only-written = 쓸 수만 있고 읽을 수는 없는 형식입니다: `{ $name }`
error-not-unicode = 명령줄에 유니코드 글자가 아닌 바이트가 있습니다
error-invalid-value = { $argument }에 쓸 수 없는 값입니다: `{ $value }`
error-invalid-value-reason = { $argument }에 쓸 수 없는 값입니다: `{ $value }` ({ $reason })
error-value-missing = 값이 필요합니다: { $argument }
error-unknown-argument = 없는 옵션입니다: `{ $argument }`
error-unknown-command = 없는 명령입니다: `{ $name }`
error-missing-arguments = 빠진 것이 있습니다: { $arguments }
error-missing-command = 명령을 적지 않았습니다
error-conflict = 두 번 쓰거나 함께 쓸 수 없습니다: { $argument }, { $other }
error-command-line = 명령줄을 알아볼 수 없습니다 ({ $text })
error-output-exists = 이미 있습니다: `{ $path }`
error-output-needs-one = 표준 출력에는 파일 하나만 쓸 수 있는데, 쓸 것이 { $count }개입니다
error-output-unwritable = 쓸 수 없는 곳입니다: `{ $path }` ({ $reason })
error-not-ours = 바꿔 놓지 않았습니다. Larder가 쓴 출력이 아닙니다: `{ $path }`
error-not-a-report = 바꿔 놓지 않았습니다. Larder가 쓴 보고서가 아닙니다: `{ $path }`
error-report-in-output = 보고서는 출력 안에 둘 수 없습니다. 출력은 한꺼번에 생기기 때문입니다: `{ $path }`
error-overlap = 출력 `{ $output }`, 입력 `{ $input }`: 한쪽이 다른 쪽 안에 있습니다
error-two-on-stdout = 보고서와 출력을 함께 표준 출력에 쓸 수는 없습니다
error-needs-address = `{ $option }`: 출력의 주소를 적어야 하는데, 출력이 어디에 놓일지 알 수 없습니다
error-needs-folder = `{ $option }`: 파일을 여럿 쓰는데, 표준 출력에는 파일 하나만 쓸 수 있습니다
error-option-unused = `{ $option }`: 쓰려는 형식 가운데 이것을 담을 수 있는 형식이 없습니다
error-style-unreadable = 스타일 시트 `{ $path }`: 읽을 수 없습니다({ $reason })
error-no-output = 어디에 쓸지 적지 않았습니다
error-threads = 스레드를 시작하지 못했습니다: { $reason }
hint-did-you-mean = 혹시 `{ $suggestion }`?
hint-did-you-mean-format = 혹시 `{ $suggestion }`? 목록은 `larder formats`로 볼 수 있습니다
hint-formats = 목록은 `larder formats`로 볼 수 있습니다
hint-help = 쓸 수 있는 것은 `{ $command } --help`로 볼 수 있습니다
hint-values = 쓸 수 있는 값: { $values }
hint-replace = `--replace`를 주면 새 출력이 완성된 뒤에 바꿔 놓습니다
hint-not-ours = `--replace`는 Larder가 쓴 것만 바꿔 놓습니다. 다른 곳에 쓰거나, 있던 것을 직접 옮겨 주세요
hint-report-elsewhere = 출력 옆에 쓰면 됩니다. 예: `--report report.json`
hint-empty = 글이 들어 있는 폴더나 파일을 적어 주세요
hint-empty-stdin = 표준 입력으로 들어온 것이 없습니다. 파이프가 아니라면 `-` 자리에 폴더나 파일을 적어 주세요
hint-input = 읽을 폴더나 파일을 적어 주세요. `-`는 표준 입력입니다
hint-output = `-o 폴더`, `-o 파일.zip`, 표준 출력은 `-o -`. `--dry-run`은 아무것도 쓰지 않습니다
hint-full = 자리를 비우거나 다른 디스크에 쓰세요(얼마나 필요한지는 `--dry-run`이 알려 줍니다)
hint-too-large = 한도(`ulimit -f`)를 늘리거나 다른 파일 시스템에 쓰세요
hint-temporary = `TMPDIR`로 임시 파일을 둘 다른 폴더를 정하거나, `--spool-memory`로 메모리에 더 많이 두세요
hint-output-folder = 폴더에 쓰면 됩니다: `-o 폴더`
hint-output-elsewhere = 입력 옆의 다른 폴더에 쓰면 됩니다
hint-style-formats = 스타일 시트는 RSS와 Atom에 쓸 수 있습니다: `--to rss` 또는 `--to atom`
hint-public-url = `--public-url 주소`로 알려 주세요. 예: `--public-url https://example.org/blog/`
hint-from = `--from 형식`을 주면 그 형식으로 읽어 봅니다
hint-unpack = zip과 tar는 그대로 읽습니다. 다른 압축 파일은 먼저 풀고 그 폴더를 적으세요
hint-no-export = 이런 파일에서는 글을 읽지 않습니다. 플랫폼이 내보낸 파일을 주세요(읽는 것의 목록은 `larder formats`)
error-output-is-file = `{ $path }`은(는) 파일 이름인데, 출력은 폴더가 됩니다
hint-output-file = `-o -`는 문서 하나를 표준 출력에 씁니다: `-o - > { $path }`. 폴더라면 `-o { $folder }`
hint-encoding = 이름의 예: euc-kr나 cp949(한국어), utf-8, shift_jis, windows-1252. 이 옵션이 없으면 바이트를 보고 정합니다
reason-size = 64MiB, 2GB, 1048576 같은 바이트 수여야 합니다
reason-number = 자연수나 0이어야 합니다
reason-posts = 1 이상의 수여야 합니다
reason-style = 이름이 .css로 끝나는 파일이나 http, https 주소여야 합니다
reason-encoding = 브라우저가 아는 문자 인코딩 이름(WHATWG)이어야 합니다
reason-threads = 1에서 1024까지의 수여야 합니다
reason-count = 1 이상의 수이거나 `all`이어야 합니다
reason-site-path = 경로는 `/blog/`처럼 `/`로 시작합니다
reason-address = https://example.org/blog/ 같은 온전한 http(s) 주소여야 합니다
reason-address-secret = 사용자 이름, 암호, 물음표나 #이 든 주소는 공개 주소가 아닙니다
reason-moment = 2024-06-01T00:00:00Z 같은 날짜와 시각이어야 합니다
reason-rule = 규칙의 이름이어야 합니다. 목록은 `larder check --rules`로 볼 수 있습니다
reason-language = ko, en-US 같은 언어 태그(BCP 47)여야 합니다
reason-zone = Asia/Seoul 같은 시간대 이름이어야 합니다

## Errors of reading

read-empty = 비어 있습니다: `{ $name }`
read-nothing-found = `{ $name }`에는 읽을 수 있는 글이 없습니다
read-nothing-usable = `{ $name }`에 쓸 수 있는 것이 없습니다
read-unusable-file = `{ $file }`: { $found } ({ $rule })
read-more = 그 밖에 { $count }개
read-looked-for = 찾아본 것: { $format } — { $sign }
read-looked-for-all = 찾아본 것: 형식 { $count }가지의 표시. `larder formats --signs`가 보여 줍니다
read-found = 실제로 있는 것: { $found }
read-unreadable = `{ $name }`: { $found }
read-unreadable-line = `{ $name }` { $line }번째 줄: { $found }
read-newer-version = `{ $name }`: { $found }판 보관 파일입니다. 이 프로그램은 1판을 읽습니다
read-io = 입력을 읽지 못했습니다: { $reason }
read-input = 읽지 못했습니다: `{ $name }` ({ $reason })
read-refused = `{ $name }`: { $found } ({ $rule })
read-left-out = 제외: `{ $name }` ({ $rule }) { $found }
read-other = { $text }

## Errors of writing

write-io = 쓰지 못했습니다: `{ $name }` ({ $reason })
write-not-ours = Larder가 쓰지 않는 것이 들어 있습니다: `{ $name }`
write-temporary = 글을 임시 파일에 두지 못했습니다: { $reason }
write-name = 출력 파일의 이름으로 쓸 수 없습니다: `{ $name }`
write-only-one = 표준 출력에는 파일 하나만 쓸 수 있는데 둘째 파일이 있습니다: `{ $name }`
write-closed = 출력을 읽던 쪽이 끝났습니다
write-spool = 글의 본문을 다시 읽지 못했습니다: { $reason }
write-missing = { $format }: 꼭 있어야 하는 것이 보관 자료에 없습니다({ $what })
write-other = { $text }
write-report = 출력은 완성됐지만 보고서를 쓰지 못했습니다: `{ $path }` ({ $reason })
hint-option-gives = { $option } 옵션으로 줄 수 있습니다

stopped = 멈췄습니다. 아무것도 쓰지 않았습니다

## Reasons of the operating system

io-not-found = 그런 파일이나 폴더가 없습니다
io-permission = 권한이 없습니다
io-exists = 이미 있습니다
io-full = 디스크가 가득 찼습니다
io-too-large = 시스템이 허락하는 크기보다 큰 파일이 됩니다
io-read-only = 읽기만 할 수 있는 디스크입니다

## What was done

summary-read = `{ $input }` 읽음: { $format }
summary-vote = { $format }: { $reason }
summary-vote-none = 다른 형식 { $count }가지에는 해당하는 것 없음
summary-inputs-file = 파일 { $total }개 = { $parts }
summary-inputs-capture = 갈무리 { $total }개 = { $parts }
summary-inputs-item = 항목 { $total }개 = { $parts }
summary-inputs-comment = 댓글 { $total }개 = { $parts }
summary-inputs-asset = 그림·파일 { $total }개 = { $parts }
summary-inputs-author = 글쓴이 { $total }명 = { $parts }
summary-inputs-term = 카테고리·태그 { $total }개 = { $parts }
summary-inputs-menu-item = 메뉴 항목 { $total }개 = { $parts }
summary-inputs-link = 블로그 안의 링크 { $total }개 = { $parts }
summary-inputs-listed-feed = 목록에 적힌 피드 { $total }개 = { $parts }
part-carried = 옮김 { $count }
part-joined = 합침 { $count }
part-aside = 따로 보관 { $count }
part-left-out = 제외 { $count } ({ $rules })
part-unexplained = 행방불명 { $count }
part-written = 씀 { $count }
part-rule = { $rule } { $count }
summary-blog = { $name }: 글 { $posts }편{ $dates }
summary-dates = , { $first } – { $last }
summary-day = , { $day }
summary-undated = , 날짜 없음 { $count }
summary-output = 글 { $posts }편 = { $parts }
summary-comments = 댓글 { $comments }개 = { $parts }
summary-not-public = 공개가 아닌 글을 담으려면 `--include`에 이렇게 적습니다: { $parts }
part-included = { $words } { $count }
part-never-included = 담을 수 없음 { $count }
summary-files = → { $files }
summary-more-files = 외 { $count }개
summary-dry-run = 아무것도 쓰지 않았습니다(--dry-run). 썼다면 파일 { $files }개, { $bytes }바이트입니다
summary-notes = 알림 { $count }개 (모두 보려면 -v, 파일로 쓰려면 --report 파일)
summary-notes-all = 알림 { $count }개
summary-rules = 제외한 규칙:
summary-rule = { $rule }: { $why }
summary-kind = { $kind } ({ $code }): { $count }
summary-older = 이전 출력은 그 옆에 남아 있습니다: `{ $name }`
summary-leftover = 강제로 끝난 실행의 흔적이 출력 옆에 남아 있습니다: `{ $name }` (이전 출력이 들어 있을 수 있으니 살펴본 뒤에 지우세요)
summary-not-durable = 갑자기 전원이 나가도 출력이 남는다고 시스템이 보장하지 않습니다
summary-unexplained = 행방불명: { $what }
unexplained-input = 어떻게 되었는지 알 수 없는 입력이 있습니다: `{ $name }`
unexplained-lines = `{ $name }`: { $total }줄 가운데 { $accounted }줄만 설명됩니다
unexplained-parts = `{ $name }`: 같은 종류({ $kind }) { $total }개 가운데 { $accounted }개만 설명됩니다
unexplained-output = { $format }: 글 { $posts }편 가운데 { $accounted }편만 설명됩니다
unexplained-comments = { $format }: 댓글 { $comments }개 가운데 { $accounted }개만 설명됩니다

## larder inspect

inspect-posts = 글 { $posts }편: 본문 있음 { $with }, 없음 { $without }; 날짜 있음 { $dated }, 없음 { $undated }
inspect-range = { $first }부터 { $last }까지
inspect-text = { $characters }자, { $words }낱말
inspect-pages = 이 가운데 페이지 { $count }개
inspect-series = { $kind } { $title }: 글 { $posts }편
inspect-series-present = 있는 화: { $present }
inspect-series-missing = 빠진 화: { $missing }
untitled = (제목 모름)
inspect-authors = 작가 { $count }명: { $names }
inspect-terms = 분류 { $categories }개, 태그 { $tags }개
inspect-comments = 댓글 { $count }개
inspect-media = 그림·파일: 들어 있음 { $stored }개({ $bytes }바이트), 주소만 있음 { $address }개, 본문의 빈자리 { $gaps }곳
inspect-media-hosts = 주소가 있는 곳: { $parts }
inspect-languages = 글에 적힌 언어: { $parts }
inspect-markup = { $what }: { $parts }
inspect-media-missing = 그중 { $count }개는 전에 파일이 있었지만 보관 문서 옆에 없었습니다
inspect-private = 공개가 아닌 글: { $parts }
inspect-hidden-hint = `-v`를 주면 한 편씩 보여 줍니다
inspect-hidden = { $date } { $title }{ $file }: { $why }; `--include { $words }`로 담습니다
inspect-hidden-never = { $date } { $title }{ $file }: { $why }; 글도 페이지도 아니어서 피드에 담지 않습니다
inspect-no-date = (날짜 없음)
hidden-draft = 임시 저장
hidden-pending = 승인 대기
hidden-scheduled = 예약
hidden-trashed = 휴지통
hidden-status-unknown = 발행 여부 모름
hidden-unlisted = 주소를 아는 사람만
hidden-password = 비밀번호
hidden-friends = 이웃 공개
hidden-private = 비공개
hidden-visibility-unknown = 공개 여부 모름
hidden-members = 회원만
hidden-paid = 유료
inspect-personal = 개인 정보: { $parts }
inspect-writer = { $format }: 글 { $posts }편 가운데 { $written }편을 담습니다
inspect-writer-left-out = 제외: { $rules }
inspect-writer-loses = 담을 자리 없음: { $fields } (까닭은 `larder formats --losses`)
inspect-forecast = { $format } 형식으로: 글 { $posts }편 가운데 { $written }편, 파일 { $files }개, { $bytes }바이트
inspect-forecast-field = { $field } ({ $count })은(는) 담지 못함: { $why }
inspect-forecast-change = { $kind }: { $count }
count-draft = 임시 저장 { $count }
count-pending = 승인 대기 { $count }
count-scheduled = 예약 { $count }
count-trashed = 휴지통 { $count }
count-status-unknown = 발행 여부 모름 { $count }
count-unlisted = 주소를 아는 사람만 { $count }
count-password = 비밀번호 { $count }
count-friends = 이웃 공개 { $count }
count-private = 비공개 { $count }
count-visibility-unknown = 공개 여부 모름 { $count }
count-members = 회원만 { $count }
count-paid = 유료 { $count }
count-emails = 전자우편 주소 { $count }
count-addresses = IP 주소 { $count }
series-book = 브런치북
series-magazine = 매거진
series-serial = 연재
series-sequence = 시리즈

## larder check

check-clean = { $format }, 깨끗합니다
check-counts = { $format }, 오류 { $errors }개, 주의 { $warnings }개
check-found = { $found }; 기대한 것: { $why }
check-expected = 기대한 것: { $why }
check-more = { $rule }: { $count }개 더
check-accepted = 받아들임(고치려면 사실과 다르게 쓸 수밖에 없거나, --accept로 받아들인 것):
check-infos = 더 나을 수 있는 것 { $count }개(-v로 볼 수 있습니다)
check-infos-all = 더 나을 수 있는 것:
check-no-feed = `{ $name }`: RSS, Atom, JSON Feed, OPML 가운데 어느 것도 아니고, 그 안에 든 것도 없습니다
check-rule = { $rule } ({ $severity }): { $why }
check-rule-own = { $rule } ({ $severity }, Larder의 규칙): { $why }

## larder redirects

redirects-file = { $name } ({ $host }): 규칙 { $rules }개, 리디렉션 { $count }개
redirects-tests = { $name }: 시험 { $count }개
redirects-finding = { $text }
redirects-line = { $line }번째 줄:{" "}
redirects-more = 그 밖에 { $count }개(-v로 모두 볼 수 있습니다)
redirects-infos = 알아 둘 것 { $count }개(-v로 볼 수 있습니다)
redirects-converted = { $host }용: 파일 { $files }개
redirects-unexpressed = 나타낼 수 없는 것 { $count }개(예: `{ $example }`): { $why }
redirects-asking = { $base }: 주소 { $count }개를 물어봅니다
redirects-probed = { $base }: { $asked }번 물어 { $right }번 맞음
redirects-no-answer = `{ $url }`: 응답 없음: { $reason }
redirects-wrong-status = `{ $url }`: 응답이 { $expected }이어야 하는데 { $found }입니다
redirects-wrong-place = `{ $url }`: `{ $expected }`로 가야 하는데 `{ $found }`로 갑니다
redirects-wrong-page = `{ $url }`: `{ $location }`로 가는데 그곳의 응답이 { $found }입니다
redirects-unknown = `{ $name }`: Larder가 아는 리디렉션 파일이 아닙니다
redirects-none = `{ $name }`: { $host }의 리디렉션이 없습니다
redirects-one-file = `{ $name }`: 파일 하나가 아닙니다
redirects-too-large = `{ $name }`: 64MiB보다 큽니다
redirects-only-probe = `{ $name }`: 시험 표라서 사이트에 물어보는 데만 쓸 수 있습니다
redirects-several-files = 여러 파일을 표준 출력에 쓸 수 없습니다
hint-probe = 어느 사이트인지 알려 주십시오: `--probe https://example.org/`
hint-redirects-format = 어디의 규칙인지 알려 주십시오: `--format netlify`
hint-redirects-output = 쓸 폴더를 알려 주십시오: `--output redirects`
reason-jobs = 1부터 16까지의 수여야 합니다

## larder diff

error-several-blogs = `{ $name }`에 블로그가 { $count }개 있습니다. 견줄 것은 한 블로그의 두 상태입니다
error-several-formats = `{ $name }`에는 같은 피드가 여러 형식({ $formats })으로 있고, 형식에 따라 id가 다를 수 있습니다
hint-one-format = `rss.xml`처럼 사람들이 구독하는 문서를 적으세요
hint-one-feed = 피드 하나나, 한 피드의 문서들이 든 폴더를 적으세요
diff-head = `{ $old }`(글 { $before }개) → `{ $new }`(글 { $after }개)
diff-nothing-shared = 양쪽에 다 있는 글이 없습니다. 한 피드의 두 상태가 맞습니까?
diff-doubts = `{ $name }`: 읽으면서 미심쩍은 것이 { $count }개 있었습니다. `larder inspect -v`로 볼 수 있습니다
diff-unchanged = 그대로인 글 { $count }개
diff-edited = 고쳐졌고 제자리에 보이는 글 { $count }개
diff-edited-post = { $title }: { $fields }
diff-again = id가 달라져 새 글로 다시 알려질 글 { $count }개
diff-hidden = 가려질 글 { $count }개: id가 같은 다른 글이 있어 피드 리더는 하나만 보여 줍니다
diff-late = 뒤늦게 알려질 글 { $count }개: 예전 피드의 가장 새로운 글보다 오래되었지만 예전 피드에는 없습니다
diff-new = 새 글 { $count }개
diff-gone = 이제 없는 글 { $count }개. 이미 받은 사람에게는 남아 있습니다
diff-post = { $title } `{ $id }`
diff-was = 예전 id `{ $old }`: { $cause } (같은 글로 본 근거: { $evidence })
diff-why = { $cause }
diff-more = 그 밖에 { $count }개(-v로 모두 볼 수 있습니다)
diff-told = 누구에게 다시 알려지는가:
diff-told-by-id = 글을 id로 알아보는 리더. 거의 모두가 그렇습니다(Miniflux, NetNewsWire, Newsboat, Thunderbird, Tiny Tiny RSS …): { $count }개
diff-told-by-path = id에서 스킴과 호스트를 빼고 보는 리더(Feedbin): { $count }개
diff-told-by-sight = 제목, 날짜, 본문도 견주는 리더(NewsBlur): 많아야 { $count }개
field-title = 제목
field-permalink = 주소
field-text = 본문
field-markup = 마크업
field-enclosures = 파일
field-date = 날짜
cause-had-none = 예전에는 id가 없어 리더마다 만들어 썼습니다
cause-has-none = 이제 id가 없어 리더마다 만들어 씁니다
cause-shared = 다른 글과 id가 같았습니다
cause-mapped = 이 형식에는 그대로 적을 수 없는 id입니다
cause-scheme = `http`와 `https`의 차이입니다
cause-spelling = 같은 주소를 다르게 적었습니다
cause-host = 호스트만 다른 같은 주소입니다
cause-is-address = 이제 글의 주소가 id입니다
cause-was-address = 예전에는 글의 주소가 id였습니다
cause-other = 다른 id입니다
evidence-id = 본래의 id
evidence-address = 주소
evidence-path = 호스트만 다른 주소
evidence-text = 본문
evidence-title-and-date = 제목과 날짜
evidence-title = 제목

## What to do next

next-astro = 다음: `{ $folder }`에서 `npm install`과 `npm run build`를 실행하면 사이트가 만들어집니다(`dist`)
next-bar = 다음: micro.blog에서 `{ $file }`을(를) 가져옵니다
next-blogger = 다음: Blogger에서 `{ $file }`을(를) 가져옵니다(설정 → 블로그 관리 → 콘텐츠 가져오기)
next-eleventy = 다음: `{ $folder }`에서 `npm install`과 `npx @11ty/eleventy`를 실행하면 사이트가 만들어집니다(`_site`)
next-ghost = 다음: 고스트에서 `{ $file }`을(를) 가져옵니다(Settings → Advanced → Import/Export → Universal import)
next-hexo = 다음: `{ $folder }`에서 `npm install`과 `npx hexo generate`를 실행하면 사이트가 만들어집니다(`public`)
next-hugo = 다음: `{ $folder }`에서 `hugo`를 실행하면 사이트가 만들어집니다(`public`)
next-jekyll = 다음: `{ $folder }`에서 `jekyll build`를 실행하면 사이트가 만들어집니다(`_site`)
next-mt = 다음: Movable Type에서 `{ $file }`을(를) 가져옵니다(도구 → 가져오기)
next-wacz = 다음: https://replayweb.page 나 pywb(`wb-manager add --unpack-wacz`)로 `{ $file }`을(를) 엽니다
next-wxr = 다음: 워드프레스에서 `{ $file }`을(를) 가져옵니다(도구 → 가져오기 → WordPress)
next-zola = 다음: `{ $folder }`에서 `zola build`를 실행하면 사이트가 만들어집니다(`public`)
next-where = 사이트의 주소는 블로그가 있던 { $home } 그대로입니다. 다른 곳에 올리려면 --public-url로 알려 주세요
next-unpack = 다음: `{ $place }`의 압축을 풉니다
next-verify = 그다음: `{ $command }` 명령으로 빠진 것이 없는지 확인하세요

## larder verify

verify-head = `{ $input }` 대비 `{ $output }`
verify-proved = 증명됨: 모두 있습니다
verify-declared = 증명됨: 없는 것은 모두 미리 밝힌 것입니다
verify-unexplained = 증명되지 않음: 까닭 없이 빠졌거나 공개된 것이 있습니다
verify-options = `larder convert`에 --home, --public-url, --include, --title 같은 옵션을 주었다면 `larder verify`에도 똑같이 주세요
verify-of-posts = 글
verify-of-pages = 페이지
verify-of-other-records = 다른 기록
verify-of-comments = 댓글
verify-of-attachments = 사진과 파일
verify-of-terms = 카테고리와 태그
verify-of-authors = 글쓴이
verify-of-series = 연재
verify-of-media-references = 사진과 파일을 보이는 곳
verify-of-internal-links = 글 사이의 링크
verify-of-addresses = 주소
verify-of-ids = 피드 리더가 아는 id
verify-part-written = 씀 { $count }
verify-part-stored = 파일까지 { $count }
verify-part-external-kept = 주소로 { $count }
verify-part-missing = 입력에도 없음 { $count }
verify-part-rewritten = 고쳐 씀 { $count }
verify-part-kept-and-redirected = 그대로 { $count }
verify-part-dead = 없는 글로 감 { $count }
verify-part-served-at-same-path = 같은 경로 { $count }
verify-part-redirected = 넘겨줌 { $count }
verify-part-kept = 그대로 { $count }
verify-part-kept-beside = 글 옆에 남김 { $count }
verify-part-made-anew = Larder가 지었던 것 { $count }
verify-archived-only = 보관 문서에만 { $count } ({ $rules })
verify-added = 전에 없던 것 { $count }
verify-rule-declared = 미리 밝힘
verify-rule-unused = 쓰는 글이 없음
verify-rule-shared = 여러 글의 주소였음
verify-texts = 본문 { $compared }: 낱말까지 같음 { $exact }, 더해진 것이 있음 { $more }, 밝힌 대로 빠짐 { $declared }, 까닭 없이 빠짐 { $lost } (온전한 것 { $share })
verify-worst = { $title }: 본문의 { $share } ({ $reason })
verify-fewer = { $what } { $before } → { $after }
verify-reason-unexplained = 까닭을 알 수 없음
verify-reason-more-text = 더해진 것이 있음
verify-reason-elements-lost = 요소가 줄었음
verify-elements-images = 사진
verify-elements-links = 링크
verify-elements-preformatted = 서식 그대로인 글
verify-elements-code = 코드
verify-elements-tables = 표
verify-elements-frames = 프레임
verify-elements-footnotes = 각주
verify-elements-audio = 소리
verify-elements-video = 영상
verify-elements-headings = 제목
verify-elements-lists = 목록
verify-elements-quotes = 인용
verify-fields = 항목: 그대로 { $kept }, 다른 모양으로 { $mapped }, 옆에 보관 { $aside }, 빠짐 { $dropped }, 까닭 모름 { $lost }
verify-field = { $field } { $treatment } ({ $count })
verify-kept = 그대로
verify-mapped = 다른 모양으로
verify-aside = 옆에 보관
verify-dropped = 빠짐
verify-lost = 까닭 모름
verify-heading-equations = 맞아떨어지는 셈
verify-heading-texts = 본문
verify-heading-fields = 항목
verify-found-secret-found = 공개하면 안 되는 것이 출력에 있습니다 ({ $count })
verify-found-post-published = 공개가 아닌 글이 출력에 있습니다 ({ $count })
verify-found-comment-published = 보이지 않던 댓글이 출력에 있습니다 ({ $count })
verify-found-media-published = 숨은 글만 쓰는 파일이 출력에 있습니다 ({ $count })
verify-found-file-not-searched = 공개하면 안 되는 것이 있는지 찾아보지 못한 파일 ({ $count })
verify-found-not-read-whole = 다 읽지 못한 것이 있습니다 ({ $count })
verify-found-blog-missing = 출력에 없는 블로그 ({ $count })
verify-found-post-missing = 빠진 글 ({ $count })
verify-found-post-invented = 전에 없던 글 ({ $count })
verify-found-text-lost = 온전하지 않은 본문 ({ $count })
verify-found-elements-lost = 요소가 줄어든 본문 ({ $count })
verify-found-field-lost = 없어졌거나 달라진 항목 ({ $count })
verify-found-media-lost = 글이 보이는 곳에 없는 사진과 파일 ({ $count })
verify-found-link-lost = 없어진 글 사이의 링크 ({ $count })
verify-found-address-lost = 이제 아무 데로도 가지 않는 주소 ({ $count })
verify-found-id-lost = 피드 리더가 다시 알릴 글 ({ $count })
verify-found-comment-missing = 빠진 댓글 ({ $count })
verify-found-term-missing = 빠진 카테고리와 태그 ({ $count })
verify-found-author-missing = 빠진 글쓴이 ({ $count })
verify-found-series-missing = 빠진 연재 ({ $count })
verify-found-asset-missing = 빠진 사진과 파일 ({ $count })
error-verify-several = `{ $name }`에 여러 형식이 들어 있습니다({ $formats })
error-verify-format = `{ $name }`은(는) { $format } 형식으로 읽었지만, 어느 형식으로 썼는지 알 수 없습니다
hint-verify-as = 쓴 형식을 `--as 형식`으로 알려 주세요

## larder formats

formats-name = 이름
formats-reads = 읽기
formats-writes = 쓰기
formats-summary = 설명
formats-yes = 예
formats-other-names = `--from`이 알아듣는 다른 이름:
formats-loses = { $format }, 담을 자리가 없는 것:
formats-loses-nothing = { $format }: 잃는 것 없음

## Rules that leave something out

rule-error-page = 오류 화면
rule-login-page = 로그인 화면
rule-empty-shell = 빈 껍데기 페이지
rule-empty-file = 빈 파일
rule-not-recognised = 알아볼 수 없음
rule-list-page = 목록 페이지
rule-not-in-input = 입력에 없음
rule-system-file = 운영체제 파일
rule-page-furniture = 페이지 장식
rule-not-content = 내용 아님
rule-original-not-here = 원본 없음
rule-smaller-copy = 축소된 사본
rule-same-bytes = 똑같은 파일
rule-other-state = 블로그의 다른 시점
rule-unreadable = 읽을 수 없음
rule-too-large = 너무 큼
rule-too-compressed = 지나친 압축
rule-too-many = 너무 많음
rule-nested-archive = 압축 속의 압축
rule-not-a-regular-file = 특수 파일
rule-unsafe-name = 안전하지 않은 이름
rule-unknown-packing = 모르는 압축 방식
rule-damaged = 손상됨
rule-time-up = 시간 초과
rule-undated = 날짜 없음
rule-not-public = 공개 아님
rule-count = 편수 제한
rule-not-selected = 고르지 않음
rule-nothing-to-show = 보여 줄 것 없음
rule-same-as-another = 다른 글과 구별 안 됨
rule-without-post = 출력에 없는 글의 댓글
rule-other-type = 글도 페이지도 아님
rule-subscriber-list = 구독자 명단
rule-secret = 비밀번호와 열쇠
rule-account-data = 계정 활동 기록

## What the rules leave out

why-error-page = 글이 아니라 플랫폼의 오류 화면입니다
why-login-page = 글이 아니라 로그인을 청하는 화면입니다
why-empty-shell = 스크립트가 채웠어야 할 글이 비어 있는 페이지입니다
why-empty-file = 내용이 없는 파일입니다
why-not-recognised = 읽고 있는 형식의 파일이 아닙니다
why-list-page = 글이 아니라 목록이나 소개, 첫 화면입니다
why-not-in-input = 목록에는 적혀 있지만 입력에 없는 피드입니다
why-system-file = 운영체제가 폴더에 남기는 파일입니다
why-page-furniture = 저장한 페이지의 틀을 이루는 스타일, 스크립트, 그림이며 어느 글에도 쓰이지 않습니다
why-not-content = 갈무리에 페이지나 파일과 함께 들어 있는 것입니다. 요청, 목록, 수집기가 스스로 적은 기록 등
why-original-not-here = 앞서 갈무리한 것과 같다고만 되어 있는데, 그 갈무리가 입력에 없습니다
why-smaller-copy = 원본이 들어 있는 그림의 축소된 사본입니다
why-same-bytes = 똑같은 파일이나 기록이 이미 들어 있습니다
why-other-state = 이미 읽은 블로그의 다른 시점입니다
why-unreadable = 파일을 읽지 못했습니다
why-too-large = 한도보다 큽니다
why-too-compressed = 정상 파일보다 지나치게 압축되어 있습니다
why-too-many = 파일의 수가 한도를 넘었습니다
why-nested-archive = 압축 속의 압축 속의 압축입니다
why-not-a-regular-file = 링크나 장치 같은 특수 파일입니다
why-unsafe-name = 입력 바깥으로 나갈 수 있는 이름입니다
why-unknown-packing = 암호가 걸렸거나 모르는 방식으로 압축되어 있습니다
why-damaged = 손상되었거나 잘린 것입니다(압축 파일의 항목, 내보내기 파일의 기록)
why-time-up = 문서 하나에 정해진 시간을 넘겼습니다
why-undated = 피드에는 날짜가 있어야 하는데 글에 날짜가 없습니다(`--include undated`를 주면 담습니다)
why-not-public = 공개가 아니거나 공개인지 알 수 없습니다(`larder inspect -v`로 알아보고 `--include`로 담습니다)
why-count = `--count`로 정한 편수보다 오래된 글입니다
why-not-selected = 고른 것에 들지 않습니다
why-nothing-to-show = 형식에 꼭 있어야 하는 본문도 요약도 없습니다
why-same-as-another = 옮겨 갈 곳에서 제목·날짜·종류가 같은 다른 글과 구별하지 못합니다
why-without-post = 출력에 없는 글에 달린 댓글입니다
why-other-type = 글도 페이지도 아닌 기록(템플릿, 주문, 양식의 답 따위)입니다
why-subscriber-list = 누가 구독했고 무엇을 받았는지는 다른 사람의 정보라서 남기지 않습니다
why-secret = 비밀번호와 그 해시, 열쇠, 토큰입니다. 쓸 데가 없고 새어 나가면 위험합니다
why-account-data = 글이 아니라 계정에 남은 기록(접속, 읽은 글, 팔로우)이라서 남기지 않습니다

## Kinds of notes, above the notes themselves

kind-date-missing = 발행일을 모르는 글
kind-date-impossible = 있을 수 없는 날짜
kind-date-ambiguous = 일과 월의 순서를 알 수 없는 날짜
kind-zone-corrected = 바로잡은 시간대
kind-author-missing = 글쓴이를 모르는 글
kind-title-missing = 제목을 모르는 글
kind-body-missing = 본문이 없는 글
kind-asset-missing = 이름만 있고 파일이 없는 그림
kind-media-missing = 보관 문서에 적혀 있지만 그 옆에 없는 그림·파일
kind-record-missing = 보관 문서에 식별자만 남은 기록
kind-thumbnail-only = 작게 줄인 것만 있는 그림
kind-media-gap = 그림이나 구분선, 동영상이 있던 듯한 빈자리
kind-truncated = 중간에 끊긴 갈무리
kind-paywall-possible = 멤버십 안내 때문에 잘렸을 수 있는 글
kind-neighbour-unresolved = 보관 자료에 없는 앞뒤 글
kind-series-gap = 빠진 화
kind-series-title-unknown = 제목을 모르는 연재
kind-suspected-lost-text = 낱말이 빠진 듯한 곳
kind-capture-loses-words = 낱말을 잃은 듯한 갈무리
kind-subtitle-uncertain = 부제인지 확실하지 않은 줄
kind-bio-uncertain = 작가 소개일 수 있는 줄
kind-unrendered-placeholder = 채워지지 않은 틀 변수
kind-captures-differ = 서로 다른 갈무리
kind-duplicate-joined = 합친 갈무리
kind-text-restored = 다른 갈무리에서 채운 낱말
kind-id-clash = 같은 식별자를 쓰는 글
kind-id-changed = 다른 문서에는 다른 id로 적힌 글. 피드 리더는 새 글로 다시 알립니다
kind-vanished = 더 새로운 피드에는 없는 글
kind-id-doubled = 보관 문서에서 식별자가 같은 기록
kind-sources-disagree = 서로 다르게 적힌 자료
kind-footnote-linked = 본문과 이은 각주
kind-encoding-decoded = UTF-8이 아닌 글
kind-encoding-unknown = 적혀 있지만 알 수 없는 문자 인코딩
kind-encoding-contradicted = 적힌 것과 실제가 다른 문자 인코딩
kind-bytes-replaced = 글자로 읽을 수 없는 바이트
kind-bytes-lost-before = 저장할 때 이미 깨진 글자
kind-suspected-mojibake = 다른 인코딩으로 잘못 읽힌 듯한 글
kind-mojibake-repaired = 잘못 읽혔던 것을 요청대로 바로잡은 글
kind-unknown-block = 원래대로 둔 모르는 블록
kind-unknown-style = 글만 남긴 모르는 글자 모양
kind-data-unreadable = 읽을 수 없는 페이지 속 자료
kind-block-differs = 보이는 글과 자료가 다른 블록
kind-limit-reached = 넘은 한도
kind-reference-refused = 입력 바깥을 가리키는 참조
kind-markup-repaired = 흠이 있어도 읽은 문서
kind-feed-read = 읽은 피드
kind-summary-only = 앞부분만 있는 듯한 글
kind-feed-page-missing = 입력에 없는 피드의 다른 쪽
kind-feeds-listed = 읽은 피드 목록
kind-listed-feed-missing = 목록에 있지만 입력에 없는 피드
kind-markup-met = 플랫폼 고유의 표기가 쓰인 곳
kind-zone-inferred = 날짜로 알아낸 시간대
kind-zone-assumed = 추정한 시간대
kind-posts-missing = 플랫폼에는 있다는데 입력에는 없는 글
kind-posts-not-captured = 목록에 링크가 있으나 갈무리되지 않은 글
kind-older-capture-longer = 예전 갈무리에 글이 더 많은 글
kind-comments-not-captured = 페이지가 있다고 하나 보이지 않는 댓글
kind-page-left-out = 페이지에서 글이 아닌 부분
kind-visibility-missing = 누가 볼 수 있는지 적혀 있지 않아 공개가 아닌 것으로 본 글
kind-status-missing = 발행 여부가 없어서 임시 저장으로 본 글
kind-zone-odd = 다른 날짜와 시간대가 다른 날짜
kind-shortcode-kept = 그대로 둔 모르는 쇼트코드
kind-block-empty = 내용이 내보내기 파일에 없는 블록
kind-languages-packed = 한 칸에 여러 언어가 든 글
kind-row-missing = 가리키는 것이 내보내기 파일에 없음
kind-home-missing = 블로그 주소가 없는 내보내기 파일
kind-home-inferred = 추정한 블로그 주소
kind-status-unknown = 공개가 아닌 것으로 본 모르는 상태
kind-type-aside = 글도 페이지도 아닌 기록
kind-not-in-format = 형식에 자리가 없어 알 수 없는 것
kind-addresses-unknown = 주소를 알 수 없는 글
kind-export-empty = 글이 없는 내보내기 파일
kind-unknown-fields-kept = 그대로 보존한 모르는 항목
kind-other-format = 다른 형식이어서 따로 읽어야 하는 파일
kind-file-left-out = 제외한 파일
kind-name-clash = 이름이 같은 파일
kind-container-damaged = 손상된 압축 파일
kind-field-not-carried = 담을 자리가 없는 항목
kind-text-cut = 끝이 빠진 글귀
kind-slug-changed = 주소의 끝이 바뀐 글
kind-slugs-uncertain = 플랫폼이 바꿀 수 있는 글자로 된 주소
kind-posts-many = 가져오지 못한 일이 있을 만큼 글이 많은 파일
kind-post-left-out = 출력에서 제외한 글
kind-characters-dropped = 담을 수 없어 뺀 글자
kind-links-dropped = 쓸 수 있는 주소가 없어 글로 바꾼 링크
kind-embeds-linked = 링크로 바꾼 재생기
kind-pictures-dropped = 피드가 보여 줄 수 없는 그림
kind-embeds-dropped = 요청대로 뺀 재생기
kind-markup-removed = 안전하지 않거나 몰라서 뺀 마크업
kind-nesting-cut = 너무 깊이 겹쳐서 뺀 태그
kind-id-mapped = 그대로 적을 수 없는 id. 피드 리더는 이 글들을 새 글로 다시 알립니다
kind-not-written = 쓰지 않은 출력
kind-comments-left-out = 출력에서 뺀 댓글
kind-deleted-post = 지웠다고 적혀 있지만 그대로 실은 글
kind-group-empty = 블로그에 없는 것마다 쓰려던 피드
kind-media-elsewhere = 보관되어 있지만 피드 옆에는 없는 그림과 파일
kind-media-at-origin = 보관 문서에 없는 그림과 파일
kind-links-to-old-site = 옛 사이트로 이어지는 링크
kind-addresses-moved = 서버가 새 주소로 넘겨 주어야 하는 옛 주소
kind-redirects-contested = 둘 이상의 페이지가 자기 것이라고 하는 옛 주소
kind-posts-unpublished = 새 사이트에서 초안인 글
kind-lists-gone = 새 사이트에 없는 글 목록
kind-redirects-unexpressed = 호스트가 나타낼 수 없는 리디렉션
kind-terms-merged = 하나가 된 분류와 태그 이름
kind-title-made = 본문으로 만든 제목
kind-date-borrowed = 다른 데서 가져온 날짜
kind-address-borrowed = 다른 데서 가져온 주소
kind-no-public-address = 제 주소를 밝히지 못하는 피드, `--public-url`로 알려 줄 수 있음
kind-document-large = 받지 않는 리더가 있을 만큼 큰 문서
