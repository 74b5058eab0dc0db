# What notes say in Korean. In English they speak for themselves (crates/larder-core/src/note.rs); the variables are
# the fields of the note's JSON. A test compares this list with the kinds there are.
#
# Sentences are built so that no particle follows a variable: nobody knows whether it ends in a consonant.

## Reading: what is missing

note-date-missing = 발행일을 알 수 없습니다
note-date-impossible = 있을 수 없는 날짜라서 발행일을 비웠습니다: ‘{ $text }’
note-date-ambiguous = `{ $text }`의 어느 쪽이 일이고 월인지 블로그의 날짜들로는 알 수 없어, 발행일을 비웠습니다
note-zone-corrected = 시간대 표기가 틀려서 한국 시각으로 읽었습니다: ‘{ $text }’
note-author-missing = 글쓴이를 알 수 없습니다
note-title-missing = 제목을 알 수 없습니다
note-body-missing = 보관 자료에 글의 본문이 없습니다
note-asset-missing = 이름만 있고 파일은 보관 자료에 없습니다: ‘{ $name }’
note-media-missing = 보관 문서에 적힌 파일이 그 옆에 없습니다: ‘{ $name }’
note-record-missing = 보관 문서에 없어서 식별자만 남겼습니다({ $record }, 가리키는 곳 { $count }군데): ‘{ $id }’
note-thumbnail-only = 원본 없이 축소된 그림만 있습니다: ‘{ $url }’
note-media-gap = 빈 줄 { $lines }개: 그림이나 구분선, 동영상이 있던 자리로 보입니다
note-truncated = 갈무리가 중간에 끊겼습니다. 끝에 있어야 할 것: ‘{ $expected }’
note-paywall-possible = 본문 뒤에 멤버십 안내가 있습니다. 글이 끝까지 있지 않을 수 있습니다
note-neighbour-unresolved = 앞뒤로 이어지는 글이 보관 자료에 없습니다: ‘{ $title }’
note-series-gap = { $series }: { $missing }화가 빠져 있습니다
note-series-title-unknown = 연재에 속한 글이지만 연재의 제목을 알 수 없습니다

## Reading: what is doubtful

note-suspected-lost-text = 낱말이 빠진 듯합니다({ $rule }): ‘{ $context }’
note-capture-loses-words = 낱말이 빠진 듯한 곳이 { $count }군데입니다. 같은 글을 한 번 더 갈무리하면 도움이 됩니다
note-subtitle-uncertain = 부제인지 본문인지 확실하지 않습니다({ $taken_as }): ‘{ $line_text }’
note-bio-uncertain = 작가 소개일 수 있는 줄입니다: ‘{ $line_text }’
note-unrendered-placeholder = 채워지지 않은 틀 변수라서 원래 내용을 알 수 없습니다: ‘{ $text }’
note-captures-differ = 다른 갈무리와 글이 달라서 그 글은 이전 판으로 남겼습니다: ‘{ $other }’
note-duplicate-joined = 같은 글이라서 합쳤습니다: ‘{ $other }’
note-text-restored = 다른 갈무리에서 빠진 글을 채웠습니다: ‘{ $text }’ (출처 ‘{ $from }’)
note-id-clash = 같은 식별자를 쓰는 다른 글이 있어서 새 식별자를 붙였습니다: ‘{ $id }’
note-id-changed = 여기에는 이 글의 식별자가 ‘{ $other }’입니다. 그것으로 알아보는 피드 리더는 새 글로 다시 알립니다
note-vanished = ‘{ $newer }’에는 더 오래된 글도 있지만 이 글은 없습니다. 지운 글일 수 있습니다
note-id-doubled = 서로 다른 기록({ $record })의 식별자가 같아서 뒤의 것을 바꿨습니다: ‘{ $id }’ → ‘{ $renamed }’
note-sources-disagree = { $field }: ‘{ $taken }’ 쪽을 골랐지만 다른 자료에는 ‘{ $other }’라고 되어 있습니다
note-footnote-linked = 각주와 본문의 표시를 이었습니다: ‘{ $word }’

## Reading: bytes and structure

note-encoding-decoded = 문자 인코딩 { $encoding } ({ $how })
note-encoding-unknown = 적혀 있는 문자 인코딩 ‘{ $stated }’ 대신 다른 인코딩으로 읽었습니다. 알 수 없는 이름입니다: { $encoding } ({ $how })
note-encoding-contradicted = 적혀 있는 문자 인코딩은 ‘{ $stated }’인데, 실제로는 다릅니다: { $encoding } ({ $how })
note-bytes-replaced = 글자로 읽을 수 없는 바이트가 { $count }군데 있어서 U+FFFD로 바꿨습니다
note-bytes-lost-before = 저장할 때 이미 깨진 글자(U+FFFD)가 { $count }개 있습니다
note-suspected-mojibake = 다른 인코딩으로 잘못 읽힌 글로 보입니다: ‘{ $sample }’
note-mojibake-repaired = 요청대로, 다른 인코딩으로 잘못 읽혔던 글 { $count }개를 바로잡았습니다: ‘{ $sample }’
note-unknown-block = { $number }번째 블록은 모르는 종류라서 원래대로 두었습니다: ‘{ $block }’
note-unknown-style = 모르는 글자 모양이라서 글만 남겼습니다: ‘{ $style }’
note-data-unreadable = 읽을 수 없어서 페이지의 다른 부분을 썼습니다: { $what }
note-block-differs = { $number }번째 블록은 보이는 글과 숨은 자료가 달라서 보이는 글을 골랐습니다
note-limit-reached = 한도를 넘었습니다: { $limit } { $value } (늘리려면 { $option })
note-reference-refused = 입력 바깥을 가리켜서 따라가지 않았습니다: ‘{ $reference }’
note-markup-repaired = { $repair } ({ $count })
note-feed-read = { $form } 피드: 글 { $items }개, 그 가운데 제 id가 없는 글 { $generated }개
note-summary-only = 앞부분만 있는 듯한 글이 { $count }개 있습니다
note-feed-page-missing = 피드가 입력에 없는 ‘{ $url }’에 이어집니다
note-feeds-listed = 피드 { $count }개의 목록: { $found }개가 입력에 있습니다. 피드가 아닌 줄: { $others }
note-listed-feed-missing = 목록에 적힌 피드가 입력에 없습니다: ‘{ $title }’ ({ $url })
note-markup-met = { $what } ‘{ $name }’: { $count }개
note-zone-inferred = 내보내기 파일에 시간대가 없어서 날짜로 알아냈습니다: UTC 기준 { $offset } (날짜 { $all }개 가운데 { $agreeing }개)
note-zone-assumed = 내보내기 파일에 시간대가 없어서 날짜 { $count }개를 UTC 기준 { $offset }로 보았습니다(추정)
note-posts-missing = 플랫폼에 따르면 글이 { $stated }개인데 여기에는 { $found }개가 있습니다
note-posts-not-captured = 링크는 있으나 갈무리되지 않은 글: { $count }개. 예: `{ $example }`
note-older-capture-longer = 가장 최근 갈무리는 { $newest }바이트, 예전 갈무리는 { $older }바이트입니다: `{ $capture }`
note-comments-not-captured = 페이지에 적힌 댓글 수는 { $stated }개이나, 보이는 것은 { $found }개입니다
note-page-left-out = 페이지의 틀로 보고 뺀 것: 글자 { $characters }자, 그림 { $pictures }장, 링크 { $links }개
note-visibility-missing = 누가 볼 수 있는지 적혀 있지 않은 글 { $count }개는 공개가 아닌 것으로 보았습니다(`--include unsaid`를 주면 담습니다)
note-status-missing = 발행 여부가 적혀 있지 않은 글 { $count }개는 임시 저장으로 보았습니다
note-zone-odd = 블로그의 다른 날짜와 시간대가 다르지만 그대로 두었습니다: ‘{ $text }’ (UTC 기준 { $offset })
note-shortcode-kept = 모르는 쇼트코드라서 그대로 두었습니다({ $count }개): ‘[{ $name }]’
note-block-empty = 플랫폼이 화면에서 채우는 블록이라 내용이 내보내기 파일에 없습니다({ $count }개): ‘{ $name }’
note-languages-packed = 한 칸에 여러 언어가 들어 있어서 그대로 두었습니다({ $count }개): { $languages }
note-row-missing = 내보내기 파일에 없습니다: { $record } { $row }번
note-home-inferred = 내보내기 파일에 블로그 주소가 없어서 추정했습니다: { $home }(근거: { $from }). 다르면 --home으로 알려 주세요
note-home-missing = 내보내기 파일에 블로그 주소가 없습니다. 그래서 블로그 안의 그림과 글을 가리키는 주소 { $count }개가 어디로도 이어지지 않습니다. --home으로 알려 주세요(예: --home https://example.org/)
note-status-unknown = 모르는 상태라서 공개가 아닌 것으로 보았습니다({ $count }개): ‘{ $status }’
note-type-aside = 글도 페이지도 아닌 종류라서 보관 문서에만 남겼습니다({ $count }개): ‘{ $class }’
note-not-in-format = { $format } 형식의 내보내기 파일에는 없는 것이 있습니다: { $what }
note-addresses-unknown = 글 { $count }개의 주소는 입력에 없는 규칙으로 정해져서 알 수 없습니다
note-export-empty = 내보내기 파일에 글이 하나도 없습니다
note-unknown-fields-kept = 이 판이 모르는 항목 { $count }개를 그대로 보존합니다

## Files of the input

note-other-format = { $format } 형식으로 읽을 수 있는 파일입니다(모두 { $count }개). 한 번에 한 형식만 읽으니 따로 변환하십시오
note-file-left-out = 제외({ $rule }): { $found }
note-name-clash = 이름이 같거나 대소문자만 다른 파일이 또 있습니다: ‘{ $other }’
note-container-damaged = 압축 파일이 손상되었습니다: { $what }

## Writing

note-field-not-carried = { $output }: 담을 자리가 없는 항목 { $field } ({ $count })
note-post-left-out = { $output }: 이 글은 제외되었습니다({ $rule })
note-characters-dropped = { $output }: 담을 수 없는 글자 { $count }개를 뺐습니다
note-links-dropped = { $output }: 쓸 수 있는 주소가 없는 링크 { $count }개를 글로 바꿨습니다
note-embeds-linked = { $output }: 끼워 넣은 재생기 { $count }개를 링크로 바꿨습니다
note-pictures-dropped = { $output }: 그림 { $count }개는 웹 주소가 없어 빠졌습니다. `--to json`과 `--public-url`을 함께 쓰면 피드 옆에 놓입니다
note-embeds-dropped = { $output }: 요청대로 끼워 넣은 재생기 { $count }개를 뺐습니다
note-markup-removed = { $output }: 안전하지 않거나 모르는 마크업 { $count }개를 뺐습니다
note-nesting-cut = { $output }: 너무 깊이 겹친 태그 { $count }개를 빼고 글은 남겼습니다
note-id-mapped = { $output }: 식별자를 그대로 적을 수 없어 ‘{ $written }’로 적었습니다. 식별자로 알아보는 피드 리더는 새 글로 다시 알립니다
note-text-cut = { $output }: { $limit }자까지만 담을 수 있어 끝이 빠진 것: { $field }
note-slug-changed = { $output }: 주소의 끝이 ‘{ $slug }’에서 ‘{ $written }’(으)로 바뀌었습니다. 예전 주소를 새 주소로 이어 주어야 합니다
note-slugs-uncertain = { $output }: 주소 { $count }개가 ASCII가 아닌 글자로 끝납니다. 플랫폼이 다른 글자로 바꾸면 예전 주소를 새 주소로 이어 주어야 합니다
note-posts-many = { $output }: 파일 하나에 글이 { $count }편 있습니다. 1,000편이 넘으면 가져오지 못한 일이 있으니, `--split-posts 1000`으로 파일을 나누면 됩니다
note-not-written = { $output }: 꼭 있어야 하는 것({ $demand })을 알 수 없어서 쓰지 않았습니다
note-comments-left-out = { $output }: 규칙 { $rule }에 따라 뺀 댓글({ $count })
note-deleted-post = { $output }: 블로그에는 지웠다고 적혀 있지만 남아 있는 글이라 그대로 실었습니다
note-group-empty = { $output }: 블로그에 그런 것({ $group })이 없어 그것마다 쓸 피드도 없습니다
note-media-elsewhere = { $output }: 그림과 파일 { $count }개가 보관되어 있지만 피드는 본래 있던 곳의 것을 보여 줍니다. `--to json`과 `--public-url`을 함께 쓰면 피드 옆에 놓입니다
note-media-at-origin = { $output }: 보관 문서에 없는 그림과 파일 { $count }개는 본래 있던 곳의 것을 보여 줍니다
note-links-to-old-site = { $output }: 링크 { $count }개는 옮기지 않은 것을 가리켜서 옛 사이트로 이어집니다
note-addresses-moved = { $output }: 옛 주소 { $count }개는 맡을 페이지가 없어서 서버가 새 주소로 넘겨 주어야 합니다
note-redirects-contested = { $output }: 옛 주소 { $count }개는 둘 이상의 페이지가 자기 것이라고 해서 아무 데도 넘겨 주지 않습니다
note-posts-unpublished = { $output }: 글과 페이지 { $count }개는 사이트가 펴내지 않는 초안이고, 그 글에만 있는 것은 `{ $folder }`에 있습니다
note-lists-gone = { $output }: 글 목록(달, 분류, 태그, 글쓴이별) { $count }개는 새 사이트에 없어서 옛 주소를 넘겨 줄 곳이 없습니다
note-redirects-unexpressed = { $output }: { $host } 규칙으로는 리디렉션 { $count }개를 나타낼 수 없습니다. `redirects.csv`에는 모두 있습니다: { $why }
note-terms-merged = { $output }: 분류와 태그 이름 { $count }개는 대소문자나 문장 부호만 다른 이름과 하나가 되었습니다
note-title-made = { $output }: 제목이 꼭 있어야 해서 본문 첫머리를 썼습니다
note-date-borrowed = { $output }: 날짜가 꼭 있어야 해서 다른 날짜를 썼습니다: { $from }
note-address-borrowed = { $output }: 블로그의 주소가 꼭 있어야 하는데 알 수 없어서 다른 주소를 썼습니다: { $from }
note-no-public-address = { $output }: 공개 주소가 주어지지 않아 피드가 제 주소를 밝히지 못합니다
note-document-large = { $output }: { $bytes }바이트입니다. 5,000,000바이트가 넘으면 받지 않는 리더가 있습니다
