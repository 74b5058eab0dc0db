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
error-invalid-value = { $argument }에 쓸 수 없는 값입니다: `{ $value }`
error-invalid-value-reason = { $argument }에 쓸 수 없는 값입니다: `{ $value }` ({ $reason })
error-value-missing = 값이 필요합니다: { $argument }
error-unknown-argument = 없는 옵션입니다: `{ $argument }`
error-unknown-command = 없는 명령입니다: `{ $name }`
error-missing-arguments = 빠진 것이 있습니다: { $arguments }
error-missing-command = 명령을 적지 않았습니다
error-conflict = 두 번 쓰거나 함께 쓸 수 없습니다: { $argument }, { $other }
error-command-line = { $text }
error-output-exists = 이미 있습니다: `{ $path }`
error-output-needs-one = 표준 출력에는 파일 하나만 쓸 수 있는데, 쓸 것이 { $count }개입니다
error-output-unwritable = 쓸 수 없는 곳입니다: `{ $path }` ({ $reason })
error-overlap = 출력 `{ $output }`, 입력 `{ $input }`: 한쪽이 다른 쪽 안에 있습니다
error-two-on-stdout = 보고서와 출력을 함께 표준 출력에 쓸 수는 없습니다
error-no-output = 어디에 쓸지 적지 않았습니다
error-threads = 스레드를 시작하지 못했습니다: { $reason }
hint-did-you-mean = 혹시 `{ $suggestion }`?
hint-did-you-mean-format = 혹시 `{ $suggestion }`? 목록은 `larder formats`로 볼 수 있습니다
hint-formats = 목록은 `larder formats`로 볼 수 있습니다
hint-help = 쓸 수 있는 것은 `{ $command } --help`로 볼 수 있습니다
hint-values = 쓸 수 있는 값: { $values }
hint-replace = `--replace`를 주면 새 출력이 완성된 뒤에 바꿔 놓습니다
hint-output = `-o 폴더`, `-o 파일.zip`, 표준 출력은 `-o -`. `--dry-run`은 아무것도 쓰지 않습니다
hint-output-folder = 폴더에 쓰면 됩니다: `-o 폴더`
hint-output-elsewhere = 입력 옆의 다른 폴더에 쓰면 됩니다
hint-from = `--from 형식`을 주면 그 형식으로 읽어 봅니다
reason-size = 64MiB, 2GB, 1048576 같은 바이트 수여야 합니다
reason-count = 1 이상의 수이거나 `all`이어야 합니다
reason-address = https://example.org/blog/ 같은 온전한 http(s) 주소여야 합니다
reason-address-secret = 사용자 이름, 암호, 물음표나 #이 든 주소는 공개 주소가 아닙니다
reason-language = ko, en-US 같은 언어 태그(BCP 47)여야 합니다

## Errors of reading

read-empty = 비어 있습니다: `{ $name }`
read-nothing-found = `{ $name }`에는 읽을 수 있는 글이 없습니다
read-nothing-usable = `{ $name }`에 쓸 수 있는 것이 없습니다
read-unusable-file = `{ $file }`: { $found } ({ $rule })
read-more = 그 밖에 { $count }개
read-looked-for = 찾아본 것: { $format } — { $sign }
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
io-read-only = 읽기만 할 수 있는 디스크입니다

## What was done

summary-read = `{ $input }` 읽음: { $format }
summary-vote = { $format }: { $reason }
summary-vote-none = { $format }: 해당하는 것 없음
summary-inputs-file = 파일 { $total }개 = { $parts }
summary-inputs-capture = 갈무리 { $total }개 = { $parts }
summary-inputs-item = 항목 { $total }개 = { $parts }
summary-inputs-comment = 댓글 { $total }개 = { $parts }
summary-inputs-asset = 그림·파일 { $total }개 = { $parts }
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
summary-files = → { $files }
summary-more-files = 외 { $count }개
summary-dry-run = 아무것도 쓰지 않았습니다(--dry-run). 썼다면 파일 { $files }개, { $bytes }바이트입니다
summary-notes = 알림 { $count }개 (모두 보려면 -v, 파일로 쓰려면 --report 파일)
summary-notes-all = 알림 { $count }개
summary-older = 이전 출력은 그 옆에 남아 있습니다: `{ $name }`
summary-not-durable = 갑자기 전원이 나가도 출력이 남는다고 시스템이 보장하지 않습니다
summary-unexplained = 행방불명: { $what }
unexplained-input = 어떻게 되었는지 알 수 없는 입력이 있습니다: `{ $name }`
unexplained-lines = `{ $name }`: { $total }줄 가운데 { $accounted }줄만 설명됩니다
unexplained-output = { $format }: 글 { $posts }편 가운데 { $accounted }편만 설명됩니다

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
inspect-private = 공개가 아닌 글: { $parts }
inspect-personal = 개인 정보: { $parts }
inspect-notes = 알림 { $count }개: { $parts }
inspect-writer = { $format }: 글 { $posts }편 가운데 { $written }편을 담습니다
inspect-writer-left-out = 제외: { $rules }
inspect-writer-loses = 담을 자리 없음: { $fields } (까닭은 `larder formats --losses`)
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

## larder formats

formats-name = 이름
formats-reads = 읽기
formats-writes = 쓰기
formats-summary = 설명
formats-yes = 예
formats-loses = { $format }, 담을 자리가 없는 것:
formats-loses-nothing = { $format }: 잃는 것 없음

## Rules that leave something out

rule-error-page = 오류 화면
rule-login-page = 로그인 화면
rule-empty-shell = 빈 껍데기 페이지
rule-empty-file = 빈 파일
rule-not-recognised = 알아볼 수 없음
rule-list-page = 목록 페이지
rule-system-file = 운영체제 파일
rule-page-furniture = 페이지 장식
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
