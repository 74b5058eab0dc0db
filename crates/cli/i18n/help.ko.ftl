# What `--help` says in Korean. In English it is the doc comments of args.rs; a test finds what is missing here.
# `help-any-…` explains an option of several commands.

help-larder-about = 블로그를 보관합니다. 남아 있는 글을 읽어 피드와 손실 없는 보관 문서를 쓰고, 무엇이 빠졌는지 말합니다
help-convert-about = 글을 읽어 피드와 보관 문서를 씁니다
help-inspect-about = 입력이 무엇이고 무엇이 들어 있는지 말합니다
help-check-about = W3C 피드 검사기의 규칙으로 피드를 검사합니다
help-verify-about = 출력에 입력의 것이 모두 있고 공개하면 안 되는 것이 없는지 증명합니다
help-redirects-about = 사이트의 리디렉션을 검사하고, 다른 호스트용으로 쓰고, 사이트에 물어 제대로 되는지 봅니다
help-diff-about = 피드의 두 상태를 견주어 어떤 글이 누구에게 왜 다시 알려지는지 말합니다
help-formats-about = 읽고 쓰는 형식의 목록
help-schema-about = 보관 문서의 JSON 스키마를 출력합니다
help-completions-about = 셸 자동 완성 스크립트를 출력합니다
help-man-about = 설명서를 출력하거나 파일로 씁니다

help-any-quiet = 잘못된 것만 말합니다
help-any-verbose = 알림을 모두, 그리고 그 형식으로 읽은 까닭을 말합니다
help-any-lang = 메시지의 언어. `auto`는 환경의 언어입니다
help-any-color = 메시지에 색을 쓸지. `auto`는 터미널에서만 씁니다
help-any-inputs = 읽을 파일, 폴더, 압축 파일(zip, tar, tar.gz). `-`는 표준 입력입니다
help-any-from = 이 형식으로 읽습니다. 보통은 내용을 보고 정합니다. 플랫폼 이름도 알아듣습니다(`wordpress`는 `wxr`, 목록은 `larder formats`)
help-any-subtitle = 제목과 본문 사이의 줄이 부제인지 확실하지 않을 때
help-any-encoding = 입력의 문자 인코딩. 서버가 Content-Type으로 알려 주는 이름입니다(예: `euc-kr`). 페이지나 XML 피드에 적힌 것보다 앞서지만, 바이트 순서 표시(BOM)나 UTF-8일 수밖에 없는 글에는 쓰지 않습니다
help-any-repair-mojibake = 피드에서, 다른 인코딩으로 잘못 읽힌 채 저장된 글(`Ã©`, `ê¸€`)을 바로잡습니다. 원래 모습도 함께 남깁니다
help-any-media = 글이 가리키는 파일이 든 곳. 내려받은 `uploads` 폴더나 그것을 압축한 zip. 그 파일들을 보관 문서에 담습니다. 여러 번 쓸 수 있습니다
help-any-types = 플랫폼의 글과 페이지 말고 이 종류의 기록도 글로 읽습니다(예: `--types recipe,portfolio`). 보통 다른 종류는 보관 문서에만 남고 공개 출력에는 담지 않습니다
help-any-home = 블로그의 주소. 고스트 4판부터의 내보내기처럼 주소가 들어 있지 않을 때 알려 줍니다(예: `--home https://example.org/`)
help-any-published-by = 글이 공개되었는지 말해 주는 열의 이름. 노션처럼 쓰는 사람이 만든 열밖에 없을 때 씁니다: `--published-by 공개`, 그렇다는 값까지 정하려면 `--published-by 상태=발행,보관`
help-any-threads = 쓸 스레드의 수. 보통은 코어마다 하나
help-any-max-file-size = 한꺼번에 메모리에 올릴 가장 큰 파일 [기본: 64MiB]
help-any-max-files = 한 입력의 파일 수 한도 [기본: 1000000]
help-any-max-unpacked-size = 압축을 푼 크기의 한도 [기본: 100GiB]
help-any-max-ratio = 64MiB가 넘는 항목의 압축률 한도 [기본: 200]
help-any-max-depth = HTML 요소가 겹치는 깊이의 한도 [기본: 512]
help-any-max-lines = 텍스트의 줄(비었거나 빈칸뿐인 줄 제외), 페이지의 블록, 응답의 항목 수의 한도 [기본: 200000]
help-any-max-seconds = 문서 하나를 읽는 시간의 한도(초). 더 걸리는 문서는 뺍니다 [기본: 10]
help-any-spool-memory = 본문과 파일을 메모리에 둘 한도. 넘으면 임시 파일로 갑니다 [기본: 16MB]
help-any-json = JSON으로 출력합니다

help-convert-to = 쓸 형식. 여럿이면 쉼표로 나눕니다
help-convert-output = 쓸 곳: 폴더, zip 파일(`.zip`), 표준 출력(`-`, 한 형식만)
help-convert-replace = 새 출력이 완성되면 이전 출력 자리에 놓습니다. 이전 출력은 출력.old, 출력.old-2 같은 이름으로 남습니다
help-convert-dry-run = 쓰지만 않고 나머지는 다 합니다
help-convert-report = 무엇이 어떻게 되었는지 모두 출력 밖의 JSON 파일로 씁니다. `-`는 표준 출력입니다
help-convert-public-url = 출력이 놓일 주소. 예: https://example.org/blog/
help-convert-count = 피드에 담을 글의 수, 최신 글부터. 수 또는 `all`
help-convert-archive-pages = 지난 글을 모두 N편씩 보관 문서로 남깁니다(RFC 5005). 다 찬 문서는 다시 바뀌지 않습니다. 피드에는 그보다 새로운 글과, 적어도 최신 글 20편(또는 `--count`만큼)이 남습니다
help-convert-split-size = 다른 플랫폼으로 옮길 파일 하나의 최대 크기(바이트). 예: `10MB`(기본값). 더 크면 저마다 온전한 여러 파일로 나눕니다
help-convert-feeds-per = 이것마다 피드를 따로 더 씁니다(`tag/이름/rss.xml` 등). 여럿이면 쉼표로 나눕니다
help-convert-hub = 새 글을 리더에 알려 주는 WebSub 허브. 서버도 `Link` 헤더로 알리는 것이 좋습니다
help-convert-style = 브라우저에서 RSS나 Atom을 여는 사람을 위한 스타일 시트: 피드 옆에 함께 쓸 파일(`.css`) 또는 주소
help-convert-comments-feed = 공개된 댓글을 모은 피드도 씁니다(RSS, Atom). 이름과 글만 담고 전자우편 주소는 담지 않습니다
help-convert-comments-feed-per-post = 공개된 댓글이 있는 글마다 그 글의 댓글만 모은 피드도 쓰고, 글에서 그 피드로 이어 줍니다(RSS, Atom): `comments/이름/rss.xml` 등
help-convert-tombstones = 블로그가 `feed:deleted`에 적어 둔, 아주 지운 글을 알립니다(Atom, JSON Feed)
help-convert-podcast = 팟캐스트의 `itunes:` 항목을 씁니다(RSS). 필요한 것이 블로그에 다 있을 때만 쓰며, 소유자의 전자우편 주소도 들어갑니다
help-convert-everything = 다른 프로그램으로 옮길 때 쓰도록, 아무리 커도 모든 글을 문서 하나에도 씁니다: `everything.rss.xml` 등. 구독용이 아니며 어느 목록에도 올리지 않습니다
help-convert-subscribe-page = 피드의 주소를 연 사람에게 보일 페이지 `subscribe.html`을 씁니다
help-convert-split-posts = 다른 플랫폼에 가져갈 파일 하나에 글을 많아야 N편씩 담고, 필요한 만큼 여러 파일로 씁니다(고스트)
help-convert-redirects = 옛 주소에서 넘겨 주는 리디렉션을 이 호스트들용으로도 씁니다. 여럿이면 쉼표로 나눕니다(사이트로 옮길 때). 전체 표는 늘 함께 씁니다
help-convert-slugs = 사이트 주소에 한글을 어떻게 적을지. 옛 주소는 새 주소로 넘겨 줍니다
help-convert-site-zone = 사이트의 날짜를 적을 시간대. 예: `Asia/Seoul`. 정하지 않으면 가장 많은 글의 시차를 따릅니다
help-convert-written-at = 쓴 때로 적을 시각. 예: `2026-11-30T12:00:00Z`(웹 아카이브). 정하지 않으면 알려진 마지막 변경의 날짜를 적습니다
help-convert-canonical = 글마다 예전 주소를 검색 엔진이 기준으로 삼을 주소로 적습니다(고스트). 원래 블로그를 그대로 두고 사본을 만들 때 씁니다
help-convert-content = 피드에 글을 얼마나 담을지
help-convert-embeds = 끼워 넣은 재생기를 어떻게 할지
help-convert-language = 보관 자료에 언어가 없을 때 쓸 태그. 예: `ko`
help-convert-title = 보관 자료에 이름이 없거나 다른 이름을 쓰고 싶을 때의 블로그 이름
help-convert-include = 공개되고 날짜가 있는 글 말고 피드에 더 담을 것. 여럿이면 쉼표로 나눕니다

help-check-feeds = 검사할 피드(RSS, Atom, JSON Feed)나 피드 목록(OPML), 또는 이런 것이 든 폴더나 zip 파일. `-`는 표준 입력입니다
help-check-as-of = 이 시각보다 나중인 날짜는 앞날의 날짜입니다. 예: `2024-06-01T00:00:00Z`. 보통은 따지지 않습니다
help-check-location = 피드가 놓인 주소. 피드에 적힌 주소와 견줍니다
help-check-accept = 어겨도 되는 규칙. 여럿이면 쉼표로 나눕니다
help-check-rules = 검사하는 대신 규칙의 목록과 뜻을 출력합니다
help-check-after = 종료 코드:
      0  받아들인 주의 말고는 오류도 주의도 없습니다
      1  오류나 주의가 있습니다
      2  명령을 그대로 실행할 수 없습니다
      4  피드가 없거나 읽을 수 없거나 피드가 아닙니다
help-inspect-to = 이 형식들로 옮기면 무엇을 담을 수 없는지, 쓰지는 않고 말합니다. 여럿이면 쉼표로 나눕니다
help-verify-output = 쓴 것: 파일, 폴더, zip 파일. `-`는 표준 입력입니다
help-verify-against = 그것의 바탕이 된 것: 내보내기 파일이나 그 보관 문서. 여러 번 쓸 수 있습니다
help-verify-written-as = 출력을 쓴 형식. 보통은 내용을 보고 정합니다. 한 폴더에 여러 출력이 있으면 하나씩 모두 살핍니다
help-verify-html = 증명을 브라우저로 볼 페이지로도 씁니다. 그 파일이 아직 없어야 합니다
help-verify-after = 종료 코드:
      0  모두 있습니다
      1  없는 것은 모두 미리 밝힌 것입니다. 형식에 담을 자리가 없거나 규칙에 따라 뺐습니다
      2  명령을 그대로 실행할 수 없습니다
      3  까닭 없이 빠졌거나 공개된 것이 있습니다
      4  입력이나 출력이 없거나 읽을 수 없습니다
help-diff-old = 구독자가 알고 있는 피드: 피드 파일, 그 보관 문서, 피드 문서들이 든 폴더나 zip 파일. `-`는 표준 입력입니다
help-diff-new = 앞으로의 피드
help-diff-after = 종료 코드:
      0  구독자에게는 새 글만 알려집니다
      1  다시 알려지거나 뒤늦게 알려지거나 가려질 글이 있거나, 피드를 다 읽지 못했습니다
      2  명령을 그대로 실행할 수 없습니다
      4  피드가 없거나 읽을 수 없거나 피드가 아닙니다
help-redirects-file = 리디렉션 파일: Larder의 표, 호스트의 파일, 또는 --probe와 함께 쓰는 `redirects.test.csv`. `-`는 표준 입력입니다
help-redirects-format = 어디의 규칙인지. 보통은 이름과 내용을 보고 정합니다
help-redirects-site = 만들어진 사이트의 폴더나 zip 파일: 모든 리디렉션은 그 안의 페이지로 가야 하고, 페이지를 가려서는 안 됩니다
help-redirects-site-path = 사이트가 호스트의 맨 위가 아닌 곳에 있을 때 그 경로(예: `--site-path /blog/`)
help-redirects-convert = 이 호스트들용으로 리디렉션을 씁니다. 여럿이면 쉼표로 나눕니다
help-redirects-output = 쓸 폴더. 보통 파일 하나는 표준 출력으로 갑니다
help-redirects-replace = Larder가 전에 쓴 출력 자리에 놓습니다. 이전 출력은 옆에 남습니다
help-redirects-probe = 이 사이트에 옛 주소를 모두 물어봅니다: 한 번에, 맞는 상태로, 맞는 곳으로 가고, 그곳에 페이지가 있는지
help-redirects-jobs = 한꺼번에 물어볼 주소의 수. 많아야 16
help-redirects-timeout = 응답을 기다릴 시간(초)
help-redirects-after = 종료 코드:
      0  잘못된 것이 없고 모두 썼습니다
      1  리디렉션에 잘못이 있거나, 사이트의 응답이 다르거나, 호스트가 다 나타낼 수 없습니다
      2  명령을 그대로 실행할 수 없습니다
      4  파일이 없거나 리디렉션 파일이 아니거나, 사이트가 전혀 응답하지 않습니다
help-formats-losses = 형식마다 담을 자리가 없는 것을 출력합니다
help-formats-signs = 무엇을 보고 그 형식인지 알아보는지 출력합니다
help-schema-form = 어느 보관 문서의 스키마인지
help-completions-shell = 어느 셸인지
help-man-command = 이 명령의 설명서. 보통은 모든 명령을 담은 설명서 하나
help-man-output = 설명서를 모두 새 폴더에 씁니다: `larder.1`, `larder-convert.1` …

## What clap would say in English

help-any-usage = 사용법
help-any-options-tag = [옵션]
help-any-commands = 명령
help-any-command = 명령
help-any-help = 도움말을 보여 줍니다(`-h`는 짧게)
help-any-version = 판 번호를 보여 줍니다
help-any-default = 기본
help-any-values = 쓸 수 있는 값
help-heading-options = 옵션
help-heading-arguments = 인수
help-heading-messages = 메시지
help-heading-limits = 한도
help-heading-feeds = 피드

help-larder-after = 종료 코드:
      0    모두 옮겼습니다
      1    마쳤고, 이름 있는 규칙에 따라 빠진 것이 있습니다
      2    명령을 그대로 실행할 수 없거나 출력을 쓸 수 없습니다
      3    어떻게 되었는지 알 수 없는 것이 있습니다
      4    입력이 없거나 비었거나 읽을 수 있는 것이 없거나, 임시 파일을 둘 자리가 없습니다
      130  Ctrl-C나 SIGTERM으로 멈췄습니다. 아무것도 남기지 않았습니다

## Names of values

help-name-command = 명령
help-name-language = 언어
help-name-when = 때
help-name-input = 입력
help-name-format = 형식
help-name-choice = 선택
help-name-n = 수
help-name-size = 크기
help-name-output = 출력
help-name-folder = 폴더
help-name-file = 파일
help-name-url = 주소
help-name-label = 이름
help-name-extent = 분량
help-name-spelling = 표기
help-name-zone = 시간대
help-name-group = 묶음
help-name-style = 스타일
help-name-tag = 태그
help-name-title = 제목
help-name-kind = 종류
help-name-form = 형태
help-name-shell = 셸
help-name-feed = 피드
help-name-moment = 시각
help-name-rule = 규칙

## Values

help-value-subtitle-guess = 형태의 규칙에 비추어 더 그럴듯한 쪽
help-value-subtitle-yes = 언제나 부제
help-value-subtitle-no = 언제나 본문
help-value-content-full = 글 전체
help-value-content-summary = 요약. 없으면 글의 첫머리
help-value-embeds-keep = 그대로 둡니다
help-value-embeds-link = 링크로 바꿉니다
help-value-embeds-drop = 뺍니다
help-value-slugs-hangul = 그대로 둡니다
help-value-slugs-romanised = 로마자 표기법에 따라 로마자로 적습니다
help-value-feeds-per-tag = 태그마다
help-value-feeds-per-category = 카테고리마다
help-value-feeds-per-author = 글쓴이마다
help-value-feeds-per-series = 책, 매거진, 연재마다
help-value-feeds-per-language = 언어마다
help-value-include-drafts = 발행한 적이 없는 글
help-value-include-pending = 승인을 기다리는 글
help-value-include-scheduled = 예약한 글
help-value-include-trash = 버린 글
help-value-include-private = 글쓴이만 볼 수 있던 글
help-value-include-password = 비밀번호가 걸린 글(비밀번호는 쓰지 않습니다)
help-value-include-unlisted = 주소를 아는 사람만 볼 수 있던 글
help-value-include-friends = 이웃에게만 보인 글
help-value-include-members = 회원에게만 보인 글
help-value-include-paid = 돈을 낸 사람에게만 보인 글
help-value-include-pages = 페이지
help-value-include-unsaid = 공개였는지 보관 문서에 적혀 있지 않은 글
help-value-include-undated = 날짜 없는 글. 다른 글 뒤에 놓습니다
help-value-form-json = 문서 하나, `larder.json`
help-value-form-jsonl = `larder.jsonl`의 한 줄

## Sections of the manual

help-section-name = 이름
help-section-synopsis = 사용법
help-section-description = 설명
help-section-extra = 종료 코드
help-section-version = 판
