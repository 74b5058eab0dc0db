# What the program says in English. ko.ftl says the same: a test compares ids and variables.
# Errors: lower case, no period, names in backticks. Advice stands apart, after `hint:`.

label-error = error
label-hint = hint
severity-info = info
severity-warning = warning
severity-loss = loss

## Progress

stage-read = reading
stage-write = writing
stopping = stopping at the next safe point (Ctrl-C again stops at once)

## Errors of the command line

error-unknown-format = unknown format `{ $name }`
error-format-only-read = the format `{ $name }` can be read, but not written
error-format-only-written = the format `{ $name }` can be written, but not read
error-not-unicode = the command line holds bytes that are no Unicode text
error-invalid-value = `{ $value }` is not a value of { $argument }
error-invalid-value-reason = `{ $value }` is not a value of { $argument }: { $reason }
error-value-missing = { $argument } needs a value
error-unknown-argument = there is no option `{ $argument }`
error-unknown-command = there is no command `{ $name }`
error-missing-arguments = missing: { $arguments }
error-missing-command = no command was given
error-conflict = { $argument } cannot be given twice or together with { $other }
error-command-line = the command line is not understood: { $text }
error-output-exists = `{ $path }` exists already
error-output-needs-one = standard output takes one file, but there are { $count } to write
error-output-unwritable = `{ $path }` cannot be written: { $reason }
error-not-ours = `{ $path }` is not replaced: it is no output of Larder
error-not-a-report = `{ $path }` is not replaced: it is no report of Larder
error-report-in-output = the report `{ $path }` would stand in the output, which appears whole or not at all
error-overlap = the output `{ $output }` and the input `{ $input }` lie within one another
error-two-on-stdout = report and output cannot both go to standard output
error-needs-address = `{ $option }` writes addresses of the output, and nobody said where it will stand
error-needs-folder = `{ $option }` writes several files, but standard output takes one
error-option-unused = none of the formats has a place for what `{ $option }` writes
error-style-unreadable = the style sheet `{ $path }` could not be read: { $reason }
error-no-output = nobody said where the output goes
error-threads = the threads could not be started: { $reason }
hint-did-you-mean = did you mean `{ $suggestion }`?
hint-did-you-mean-format = did you mean `{ $suggestion }`? Run `larder formats` for the list
hint-formats = run `larder formats` for the list
hint-help = run `{ $command } --help` for all of them
hint-values = it may be { $values }
hint-replace = `--replace` puts the new output in its place, once it is complete
hint-not-ours = `--replace` takes the place of what Larder wrote and of nothing else; name another place, or move this away yourself
hint-report-elsewhere = write the report beside the output, such as `--report report.json`
hint-empty = name the folder or the files that hold the posts
hint-empty-stdin = nothing came through standard input; without a pipe, name a folder or files in the place of `-`
hint-input = name the folder or the files to read; `-` reads standard input
hint-output = `-o DIR` writes a folder, `-o FILE.zip` a zip, `-o -` standard output; `--dry-run` writes nothing
hint-full = make room, or write to another disk (`--dry-run` says how much is needed)
hint-too-large = raise the limit (`ulimit -f`), or write to another file system
hint-temporary = `TMPDIR` names another folder for temporary files, `--spool-memory` keeps more in memory
hint-output-folder = write into a folder: `-o DIR`
hint-output-elsewhere = write to a folder beside the input
hint-style-formats = RSS and Atom name a style sheet: `--to rss` or `--to atom`
hint-public-url = `--public-url URL` says it, such as `--public-url https://example.org/blog/`
hint-from = `--from FORMAT` reads it as that format all the same
hint-unpack = zip and tar are read as they are; unpack other archives first, and name the folder
hint-no-export = posts are not read from such files; give what the platform exports (`larder formats` lists what is read)
error-output-is-file = `{ $path }` would be a folder, but its name is that of a file
hint-output-file = `-o -` writes one document to standard output: `-o - > { $path }`; a folder is `-o { $folder }`
hint-encoding = names are such as euc-kr or cp949 (Korean), utf-8, shift_jis and windows-1252; without the option, Larder looks at the bytes
reason-size = expected a number of bytes such as 64MiB, 2GB or 1048576
reason-number = expected a whole number
reason-posts = expected a number from 1 on
reason-style = expected a file whose name ends with .css, or an http or https address
reason-encoding = expected the name of an encoding as browsers know it (WHATWG)
reason-threads = expected a number from 1 to 1024
reason-count = expected a number from 1 on, or `all`
reason-site-path = a path begins with `/`, as in `/blog/`
reason-address = expected an absolute http or https address such as https://example.org/blog/
reason-address-secret = an address with a user name, a password, a query or a fragment is not a public one
reason-moment = expected a date and time such as 2024-06-01T00:00:00Z
reason-rule = expected the name of a rule; `larder check --rules` lists them
reason-language = expected a language tag (BCP 47) such as ko or en-US
reason-zone = expected the name of a time zone such as Asia/Seoul

## Errors of reading

read-empty = `{ $name }` is empty
read-nothing-found = nothing in `{ $name }` is a post that can be read
read-nothing-usable = nothing in `{ $name }` can be used
read-unusable-file = `{ $file }`: { $found } ({ $rule })
read-more = and { $count } more
read-looked-for = looked for { $format }: { $sign }
read-looked-for-all = looked for what { $count } formats are recognised by; `larder formats --signs` lists it
read-found = found { $found }
read-unreadable = `{ $name }`: { $found }
read-unreadable-line = `{ $name }`, line { $line }: { $found }
read-newer-version = `{ $name }` is an archive of version { $found }; this program reads version 1
read-io = the input could not be read: { $reason }
read-input = `{ $name }` could not be read: { $reason }
read-refused = `{ $name }`: { $found } ({ $rule })
read-left-out = left out `{ $name }` ({ $rule }): { $found }
read-other = { $text }

## Errors of writing

write-io = `{ $name }` could not be written: { $reason }
write-not-ours = it holds `{ $name }`, which Larder does not write
write-temporary = texts could not be put into a temporary file: { $reason }
write-name = `{ $name }` cannot be the name of an output file
write-only-one = `{ $name }` is a second file, but standard output takes one
write-closed = nobody reads the output any more
write-spool = a post's text could not be read back: { $reason }
write-missing = { $format } demands { $what }, which the archive does not tell
write-other = { $text }
write-report = the output is complete, but the report `{ $path }` could not be written: { $reason }
hint-option-gives = { $option } gives it

stopped = stopped; nothing was written

## Reasons of the operating system

io-not-found = there is no such file or folder
io-permission = permission denied
io-exists = it exists already
io-full = the disk is full
io-too-large = the file would be larger than the system allows
io-read-only = the disk is read-only

## What was done

summary-read = read `{ $input }` as { $format }
summary-vote = { $format }: { $reason }
summary-vote-none = { $count ->
    [one] nothing speaks for the other format
   *[other] nothing speaks for the other { $count } formats
}
summary-inputs-file = { $total } { $total ->
    [one] file
   *[other] files
    } = { $parts }
summary-inputs-capture = { $total } { $total ->
    [one] capture
   *[other] captures
    } = { $parts }
summary-inputs-item = { $total } { $total ->
    [one] item
   *[other] items
    } = { $parts }
summary-inputs-comment = { $total } { $total ->
    [one] comment
   *[other] comments
    } = { $parts }
summary-inputs-asset = { $total } { $total ->
    [one] media file
   *[other] media files
    } = { $parts }
summary-inputs-author = { $total } { $total ->
    [one] author
   *[other] authors
    } = { $parts }
summary-inputs-term = { $total } { $total ->
    [one] category or tag
   *[other] categories and tags
    } = { $parts }
summary-inputs-menu-item = { $total } { $total ->
    [one] menu item
   *[other] menu items
    } = { $parts }
summary-inputs-link = { $total } { $total ->
    [one] link within the blog
   *[other] links within the blog
    } = { $parts }
summary-inputs-listed-feed = { $total } { $total ->
    [one] feed of a list
   *[other] feeds of lists
    } = { $parts }
part-carried = { $count } carried
part-joined = { $count } joined
part-aside = { $count } stored aside
part-left-out = { $count } left out ({ $rules })
part-unexplained = { $count } UNEXPLAINED
part-written = { $count } written
part-rule = { $rule } { $count }
summary-blog = { $name }: { $posts } { $posts ->
    [one] post
   *[other] posts
    }{ $dates }
summary-dates = , { $first } – { $last }
summary-day = , { $day }
summary-undated = , { $count } undated
summary-output = { $posts } { $posts ->
    [one] post
   *[other] posts
    } = { $parts }
summary-comments = { $comments } { $comments ->
    [one] comment
   *[other] comments
    } = { $parts }
summary-not-public = not public, by the words of `--include` that carry them: { $parts }
part-included = { $words } { $count }
part-never-included = no word carries { $count }
summary-files = → { $files }
summary-more-files = and { $count } more
summary-dry-run = nothing was written (--dry-run); the output would be { $files } { $files ->
    [one] file
   *[other] files
    }, { $bytes } bytes
summary-notes = { $count } { $count ->
    [one] note
   *[other] notes
    } (-v shows all, --report FILE writes all)
summary-notes-all = { $count } { $count ->
    [one] note
   *[other] notes
    }
summary-rules = left out by these rules:
summary-rule = { $rule }: { $why }
summary-kind = { $kind } ({ $code }): { $count }
summary-older = the older output is kept beside it as `{ $name }`
summary-leftover = beside the output, `{ $name }` is left of a run that was ended by force; it may hold an older output: look into it, then remove it
summary-not-durable = the system does not confirm that the output would survive a power loss
summary-unexplained = UNEXPLAINED: { $what }
unexplained-input = nobody knows what became of `{ $name }`
unexplained-lines = `{ $name }` has { $total } lines, but { $accounted } are accounted for
unexplained-parts = `{ $name }`: of { $total } parts of one kind ({ $kind }) { $accounted } are accounted for
unexplained-output = { $format }: { $accounted } of { $posts } { $posts ->
    [one] post is
   *[other] posts are
    } accounted for
unexplained-comments = { $format }: of { $comments } comments { $accounted } are accounted for

## larder inspect

inspect-posts = { $posts } { $posts ->
    [one] post
   *[other] posts
    }: { $with } with a text, { $without } without; { $dated } dated, { $undated } undated
inspect-range = from { $first } to { $last }
inspect-text = { $characters } { $characters ->
    [one] character
   *[other] characters
    }, { $words } { $words ->
    [one] word
   *[other] words
    }
inspect-pages = { $count } of them { $count ->
    [one] is a page
   *[other] are pages
    }
inspect-series = { $kind } { $title }: { $posts } { $posts ->
    [one] post
   *[other] posts
    }
inspect-series-present = chapters { $present }
inspect-series-missing = missing { $missing }
untitled = (title unknown)
inspect-authors = { $count } { $count ->
    [one] author
   *[other] authors
    }: { $names }
inspect-terms = { $categories } { $categories ->
    [one] category
   *[other] categories
    }, { $tags } { $tags ->
    [one] tag
   *[other] tags
    }
inspect-comments = { $count } { $count ->
    [one] comment
   *[other] comments
    }
inspect-media = media: with their bytes { $stored } ({ $bytes } { $bytes ->
    [one] byte
   *[other] bytes
    }), only an address { $address }, gaps in the text { $gaps }
inspect-media-hosts = addresses at { $parts }
inspect-languages = languages that posts state: { $parts }
inspect-markup = { $what }: { $parts }
inspect-media-missing = { $count } of these had bytes once that were not beside the archive
inspect-private = not public: { $parts }
inspect-hidden-hint = `-v` lists them
inspect-hidden = { $date } { $title }{ $file }: { $why }; `--include { $words }` carries it
inspect-hidden-never = { $date } { $title }{ $file }: { $why }; neither a post nor a page: feeds never carry it
inspect-no-date = (no date)
hidden-draft = a draft
hidden-pending = pending
hidden-scheduled = scheduled
hidden-trashed = trashed
hidden-status-unknown = nobody says whether it was published
hidden-unlisted = unlisted
hidden-password = with a password
hidden-friends = for friends
hidden-private = private
hidden-visibility-unknown = nobody says who may see it
hidden-members = for members
hidden-paid = for those who pay
inspect-personal = personal: { $parts }
inspect-writer = { $format } carries { $written } of { $posts } { $posts ->
    [one] post
   *[other] posts
    }
inspect-writer-left-out = leaves out { $rules }
inspect-writer-loses = has no place for { $fields } (`larder formats --losses` says why)
inspect-forecast = to { $format }: { $written } of { $posts } posts, in { $files } { $files ->
    [one] file
   *[other] files
    } of { $bytes } bytes
inspect-forecast-field = { $field } ({ $count }) is not carried: { $why }
inspect-forecast-change = { $kind }: { $count }
count-draft = { $count } draft
count-pending = { $count } pending
count-scheduled = { $count } scheduled
count-trashed = { $count } trashed
count-status-unknown = { $count } of unknown status
count-unlisted = { $count } unlisted
count-password = { $count } with a password
count-friends = { $count } for friends
count-private = { $count } private
count-visibility-unknown = { $count } of unknown visibility
count-members = { $count } for members
count-paid = { $count } for those who pay
count-emails = { $count } e-mail { $count ->
    [one] address
   *[other] addresses
    }
count-addresses = { $count } network { $count ->
    [one] address
   *[other] addresses
    }
series-book = book
series-magazine = magazine
series-serial = serial
series-sequence = series

## larder check

check-clean = { $format }, clean
check-counts = { $format }, { $errors } { $errors ->
    [one] error
   *[other] errors
    }, { $warnings } { $warnings ->
    [one] warning
   *[other] warnings
    }
check-found = { $found }; expected: { $why }
check-expected = expected: { $why }
check-more = and { $count } more of { $rule }
check-accepted = accepted, because only a lie could mend it, or because --accept says so:
check-infos = { $count } { $count ->
    [one] thing
   *[other] things
    } could be better (-v says what)
check-infos-all = could be better:
check-no-feed = `{ $name }` is no feed and holds none: RSS, Atom, JSON Feed or OPML
check-rule = { $rule } ({ $severity }): { $why }
check-rule-own = { $rule } ({ $severity }, Larder’s own): { $why }

## larder redirects

redirects-file = { $name } ({ $host }): { $rules } { $rules ->
    [one] rule
   *[other] rules
    }, { $count } { $count ->
    [one] redirect
   *[other] redirects
    }
redirects-tests = { $name }: { $count } { $count ->
    [one] test
   *[other] tests
    }
redirects-finding = { $text }
redirects-line = line { $line }:{" "}
redirects-more = and { $count } more (-v shows all)
redirects-infos = { $count } { $count ->
    [one] remark
   *[other] remarks
    } (-v shows them)
redirects-converted = for { $host }: { $files } { $files ->
    [one] file
   *[other] files
    }
redirects-unexpressed = not expressed: { $count }, such as `{ $example }`: { $why }
redirects-asking = asking { $base } for { $count } { $count ->
    [one] address
   *[other] addresses
    }
redirects-probed = { $base }: asked { $asked } { $asked ->
    [one] time
   *[other] times
    }, { $right } right
redirects-no-answer = `{ $url }`: no answer: { $reason }
redirects-wrong-status = `{ $url }`: { $found } came, { $expected } was expected
redirects-wrong-place = `{ $url }`: leads to `{ $found }`, not to `{ $expected }`
redirects-wrong-page = `{ $url }`: leads to `{ $location }`, which answers with { $found }
redirects-unknown = `{ $name }` is no file of redirects that Larder knows
redirects-none = `{ $name }` holds no redirects of { $host }
redirects-one-file = `{ $name }` is not one file
redirects-too-large = `{ $name }` is larger than 64 MiB
redirects-only-probe = `{ $name }` is a table of tests, which can only be tried on a site
redirects-several-files = several files do not fit into standard output
hint-probe = say which site: `--probe https://example.org/`
hint-redirects-format = say whose rules they are: `--format netlify`
hint-redirects-output = name a folder for them: `--output redirects`
reason-jobs = expected a whole number from 1 to 16

## larder diff

error-several-blogs = `{ $name }` holds { $count } blogs, but two states of one are compared
error-several-formats = `{ $name }` holds the feed in several formats ({ $formats }), and its ids may differ between them
hint-one-format = name the document that people follow, such as `rss.xml`
hint-one-feed = name one feed, or a folder with the documents of one
diff-head = `{ $old }` ({ $before } { $before ->
    [one] post
   *[other] posts
    }) → `{ $new }` ({ $after } { $after ->
    [one] post
   *[other] posts
    })
diff-nothing-shared = no post is in both: are these two states of one feed?
diff-doubts = reading `{ $name }` left { $count } { $count ->
    [one] doubt
   *[other] doubts
    }: `larder inspect -v` says which
diff-unchanged = { $count } unchanged
diff-edited = { $count } edited, and shown in place
diff-edited-post = { $title }: { $fields }
diff-again = { $count } announced again, because the id is another
diff-hidden = { $count } hidden: another post has the same id, and feed readers show one of them
diff-late = { $count } announced late: the old feed does not have { $count ->
    [one] it, though it has
   *[other] them, though it has
    } newer posts
diff-new = { $count } new
diff-gone = { $count } no longer there; who has { $count ->
    [one] it keeps it
   *[other] them keeps them
    }
diff-post = { $title } `{ $id }`
diff-was = was `{ $old }`: { $cause } (recognised by { $evidence })
diff-why = { $cause }
diff-more = and { $count } more (-v shows all)
diff-told = who is told again:
diff-told-by-id = readers that know a post by its id, as nearly all do (Miniflux, NetNewsWire, Newsboat, Thunderbird, Tiny Tiny RSS …): { $count }
diff-told-by-path = readers that leave scheme and host of the id aside (Feedbin): { $count }
diff-told-by-sight = readers that also compare title, date and text (NewsBlur): { $count } at most
field-title = title
field-permalink = address
field-text = text
field-markup = markup
field-enclosures = files
field-date = date
cause-had-none = it had no id, and each reader made one
cause-has-none = it has no id now, and each reader makes one
cause-shared = another post had the same id
cause-mapped = the format cannot hold it as it is
cause-scheme = `http` and `https`
cause-spelling = the same address, spelled otherwise
cause-host = the same address at another host
cause-is-address = now the address of the post is its id
cause-was-address = the address of the post was its id
cause-other = another id
evidence-id = the id behind it
evidence-address = its address
evidence-path = its address at another host
evidence-text = its text
evidence-title-and-date = title and date
evidence-title = its title

## What to do next

next-astro = next: in `{ $folder }`, `npm install` and `npm run build` make the site (in `dist`)
next-bar = next: micro.blog imports `{ $file }`
next-blogger = next: Blogger imports `{ $file }` (Settings → Manage blog → Import content)
next-eleventy = next: in `{ $folder }`, `npm install` and `npx @11ty/eleventy` make the site (in `_site`)
next-ghost = next: Ghost imports `{ $file }` (Settings → Advanced → Import/Export → Universal import)
next-hexo = next: in `{ $folder }`, `npm install` and `npx hexo generate` make the site (in `public`)
next-hugo = next: in `{ $folder }`, `hugo` makes the site (in `public`)
next-jekyll = next: in `{ $folder }`, `jekyll build` makes the site (in `_site`)
next-mt = next: Movable Type imports `{ $file }` (Tools → Import)
next-wacz = next: open `{ $file }` at https://replayweb.page, or with pywb (`wb-manager add --unpack-wacz`)
next-wxr = next: WordPress imports `{ $file }` (Tools → Import → WordPress)
next-zola = next: in `{ $folder }`, `zola build` makes the site (in `public`)
next-where = the site says that it stands at { $home }, where the blog was; --public-url says another place
next-unpack = next: unpack `{ $place }`
next-verify = then: `{ $command }` proves that nothing is missing

## larder verify

verify-head = `{ $output }` against `{ $input }`
verify-proved = proved: everything is there
verify-declared = proved: what is not there was declared
verify-unexplained = NOT proved: something is missing, or public, that nothing explains
verify-options = if `larder convert` was given options such as --home, --public-url, --include or --title, give `larder verify` the same ones
verify-of-posts = posts
verify-of-pages = pages
verify-of-other-records = other records
verify-of-comments = comments
verify-of-attachments = pictures and files
verify-of-terms = categories and tags
verify-of-authors = authors
verify-of-series = series
verify-of-media-references = places that show them
verify-of-internal-links = links between posts
verify-of-addresses = addresses
verify-of-ids = ids for feed readers
verify-part-written = { $count } written
verify-part-stored = { $count } with their bytes
verify-part-external-kept = { $count } by their address
verify-part-missing = { $count } that the input does not have
verify-part-rewritten = { $count } rewritten
verify-part-kept-and-redirected = { $count } as they were
verify-part-dead = { $count } to posts that are not there
verify-part-served-at-same-path = { $count } at the same path
verify-part-redirected = { $count } redirected
verify-part-kept = { $count } as they were
verify-part-kept-beside = { $count } kept beside the post
verify-part-made-anew = { $count } that Larder had made
verify-archived-only = { $count } in the archive only ({ $rules })
verify-added = { $count } more that were not there before
verify-rule-declared = declared
verify-rule-unused = unused
verify-rule-shared = several posts had it
verify-texts = texts: of { $compared }, { $exact } are the same word by word, { $more } have something added, { $declared } lost what was declared, { $lost } lost something ({ $share } whole)
verify-worst = { $title }: { $share } of the text ({ $reason })
verify-fewer = { $what } { $before } → { $after }
verify-reason-unexplained = nothing explains it
verify-reason-more-text = something was added
verify-reason-elements-lost = fewer elements
verify-elements-images = pictures
verify-elements-links = links
verify-elements-preformatted = preformatted
verify-elements-code = code
verify-elements-tables = tables
verify-elements-frames = frames
verify-elements-footnotes = footnotes
verify-elements-audio = sound
verify-elements-video = video
verify-elements-headings = headings
verify-elements-lists = lists
verify-elements-quotes = quotations
verify-fields = fields: { $kept } kept, { $mapped } in another form, { $aside } stored aside, { $dropped } dropped, { $lost } UNEXPLAINED
verify-field = { $field } { $treatment } ({ $count })
verify-kept = kept
verify-mapped = in another form
verify-aside = stored aside
verify-dropped = dropped
verify-lost = UNEXPLAINED
verify-heading-equations = What adds up
verify-heading-texts = Texts
verify-heading-fields = Fields
verify-found-secret-found = what must not be public stands in the output ({ $count })
verify-found-post-published = posts that are not public are in the output ({ $count })
verify-found-comment-published = comments that were not shown are in the output ({ $count })
verify-found-media-published = files that only hidden posts use are in the output ({ $count })
verify-found-file-not-searched = files that could not be searched for what must not be public ({ $count })
verify-found-not-read-whole = not everything could be read ({ $count })
verify-found-blog-missing = blogs that are not in the output ({ $count })
verify-found-post-missing = posts that are missing ({ $count })
verify-found-post-invented = posts that were not there before ({ $count })
verify-found-text-lost = texts that are not whole ({ $count })
verify-found-elements-lost = bodies that lost elements ({ $count })
verify-found-field-lost = fields that are gone or say something else ({ $count })
verify-found-media-lost = pictures and files that are not where a post shows them ({ $count })
verify-found-link-lost = links between posts that are gone ({ $count })
verify-found-address-lost = addresses that lead nowhere now ({ $count })
verify-found-id-lost = posts that feed readers would announce again ({ $count })
verify-found-comment-missing = comments that are missing ({ $count })
verify-found-term-missing = categories and tags that are missing ({ $count })
verify-found-author-missing = authors that are missing ({ $count })
verify-found-series-missing = series that are missing ({ $count })
verify-found-asset-missing = pictures and files that are missing ({ $count })
error-verify-several = `{ $name }` holds several formats ({ $formats })
error-verify-format = `{ $name }` was read as { $format }, and nothing says which format it was written in
hint-verify-as = `--as FORMAT` names the one that was written

## larder formats

formats-name = name
formats-reads = reads
formats-writes = writes
formats-summary = summary
formats-yes = yes
formats-other-names = other names for `--from`:
formats-loses = { $format } has no place for:
formats-loses-nothing = { $format } loses nothing

## Rules that leave something out: in English, their names

rule-error-page = error-page
rule-login-page = login-page
rule-empty-shell = empty-shell
rule-empty-file = empty-file
rule-not-recognised = not-recognised
rule-list-page = list-page
rule-not-in-input = not-in-input
rule-system-file = system-file
rule-page-furniture = page-furniture
rule-not-content = not-content
rule-original-not-here = original-not-here
rule-smaller-copy = smaller-copy
rule-same-bytes = same-bytes
rule-other-state = other-state
rule-unreadable = unreadable
rule-too-large = too-large
rule-too-compressed = too-compressed
rule-too-many = too-many
rule-nested-archive = nested-archive
rule-not-a-regular-file = not-a-regular-file
rule-unsafe-name = unsafe-name
rule-unknown-packing = unknown-packing
rule-damaged = damaged
rule-time-up = time-up
rule-undated = undated
rule-not-public = not-public
rule-count = count
rule-not-selected = not-selected
rule-nothing-to-show = nothing-to-show
rule-same-as-another = same-as-another
rule-without-post = without-post
rule-other-type = other-type
rule-subscriber-list = subscriber-list
rule-secret = secret
rule-account-data = account-data

## What the rules leave out

why-error-page = an error page of the platform, not a post
why-login-page = a page that asks to log in, not a post
why-empty-shell = a page whose text a script would have filled in
why-empty-file = a file without content
why-not-recognised = not of the format that is being read
why-list-page = a list, a profile or a front page, not a post
why-not-in-input = a feed that a list of feeds names and that is not in the input
why-system-file = what an operating system leaves in folders
why-page-furniture = styles, scripts and pictures of a saved page's frame; no post refers to them
why-not-content = what a capture holds besides pages and files: requests, lists, what a crawler notes about itself
why-original-not-here = the same as an earlier capture, which is not in the input
why-smaller-copy = a smaller copy of a picture that is there
why-same-bytes = byte for byte the same as another file or record, which is there
why-other-state = another state of a blog that was read already
why-unreadable = the file could not be read
why-too-large = larger than the limit
why-too-compressed = packed tighter than any honest file
why-too-many = more files than the limit
why-nested-archive = an archive within an archive within an archive
why-not-a-regular-file = a link, a device or another special file
why-unsafe-name = a name that could lead out of the input
why-unknown-packing = encrypted, or packed in an unknown way
why-damaged = damaged or cut off: an entry of an archive, or a record of an export
why-time-up = the time for one document was up
why-undated = feeds need a date, and the post has none (`--include undated` carries it)
why-not-public = not public, or not known to be (`larder inspect -v` says which, `--include` carries it)
why-count = older than the newest posts that `--count` asks for
why-not-selected = not among what was asked for
why-nothing-to-show = neither a text nor a summary, which the format demands
why-same-as-another = the target takes it for another post of the same title, date and type
why-without-post = a comment under a post that is not in the output
why-other-type = neither a post nor a page, such as a template, a shop's order or the answers to a form
why-subscriber-list = who subscribed and what was sent to them: other people's data, which is not kept
why-secret = passwords, what is made of them, keys and tokens: nothing needs them, and they open doors
why-account-data = traces of an account beside its posts (logins, what was read, who was followed), which are not kept

## Kinds of notes, above the notes themselves

kind-date-missing = posts without a known date
kind-date-impossible = dates that cannot be
kind-date-ambiguous = dates of digits whose order nobody knows
kind-zone-corrected = wrong time zones were corrected
kind-author-missing = posts without a known author
kind-title-missing = posts without a known title
kind-body-missing = posts without their text
kind-asset-missing = pictures and files that are only named
kind-media-missing = pictures and files that an archive promises and that are not beside it
kind-record-missing = records of an archive of which only the id is left
kind-thumbnail-only = pictures that are there in small only
kind-media-gap = gaps where a picture, a rule or a video probably stood
kind-truncated = captures that were cut
kind-paywall-possible = texts that a membership notice may have cut
kind-neighbour-unresolved = neighbouring posts that are not in the archive
kind-series-gap = chapters that are missing
kind-series-title-unknown = series whose title is unknown
kind-suspected-lost-text = places where a word may be lost
kind-capture-loses-words = captures that may have lost words
kind-subtitle-uncertain = lines that may be a subtitle or not
kind-bio-uncertain = lines that may be about the author
kind-unrendered-placeholder = placeholders that were never filled in
kind-captures-differ = captures of one post that differ
kind-duplicate-joined = captures of one post that were joined
kind-text-restored = words that were put back from another capture
kind-id-clash = posts that claim the same id
kind-id-changed = posts that other documents know by another id; feed readers announce them again
kind-vanished = posts that a newer state of the feed no longer has
kind-id-doubled = records of an archive that have the same id
kind-sources-disagree = sources that disagree
kind-footnote-linked = footnotes that were linked with their marks
kind-encoding-decoded = texts in other encodings than UTF-8
kind-encoding-unknown = stated encodings that are not known here
kind-encoding-contradicted = stated encodings that the text is not in
kind-bytes-replaced = bytes that are no text
kind-bytes-lost-before = characters that were lost before
kind-suspected-mojibake = text that was probably read in a wrong encoding
kind-mojibake-repaired = texts that had been read in a wrong encoding, put right as asked
kind-unknown-block = blocks of an unknown kind, kept raw
kind-unknown-style = styles that are unknown; the text was kept
kind-data-unreadable = data in a page that could not be read
kind-block-differs = blocks whose text and data differ
kind-limit-reached = limits that were reached
kind-reference-refused = references out of the input
kind-markup-repaired = defects of documents that were read past
kind-feed-read = feeds that were read
kind-summary-only = texts that seem to go on elsewhere
kind-feed-page-missing = pages of a feed that are not in the input
kind-feeds-listed = lists of feeds that were read
kind-listed-feed-missing = feeds of a list that are not in the input
kind-markup-met = what the platform's own markup is used for
kind-zone-inferred = time zones that the dates show
kind-zone-assumed = time zones that were assumed
kind-posts-missing = posts that the platform says there are and the input does not have
kind-posts-not-captured = posts that lists lead to and nobody captured
kind-older-capture-longer = posts that had more text in an older capture
kind-comments-not-captured = comments that a page counts and does not show
kind-page-left-out = what a page holds besides its post
kind-visibility-missing = posts that do not say who may see them, taken as not public
kind-status-missing = posts that do not say whether they were published, taken as drafts
kind-zone-odd = dates of another time zone than the others
kind-shortcode-kept = unknown short codes, kept as they are
kind-block-empty = blocks whose content is not in the export
kind-languages-packed = texts in several languages at once
kind-row-missing = what others refer to and the export does not have
kind-home-missing = exports that do not say where the blog is
kind-home-inferred = addresses of blogs that were inferred
kind-status-unknown = statuses nobody knows, taken as not public
kind-type-aside = records that are neither posts nor pages
kind-not-in-format = exports whose form has no place for something
kind-addresses-unknown = posts whose addresses nothing in the input tells
kind-export-empty = exports without a post
kind-unknown-fields-kept = fields of a newer version, kept
kind-other-format = files of another format, which have to be read by themselves
kind-file-left-out = files that were left out
kind-name-clash = files with the same name
kind-container-damaged = damaged archive files
kind-field-not-carried = fields that an output has no place for
kind-text-cut = texts that lost their end
kind-slug-changed = posts whose address ends otherwise
kind-slugs-uncertain = outputs with addresses in letters that the platform may change
kind-posts-many = files with more posts than some imports took
kind-post-left-out = posts that were left out of an output
kind-characters-dropped = characters that an output cannot hold
kind-links-dropped = links without a usable address, now text
kind-embeds-linked = embedded players that became links
kind-pictures-dropped = pictures that the feed cannot show
kind-embeds-dropped = embedded players that were removed
kind-markup-removed = unsafe or unknown markup that was removed
kind-nesting-cut = tags that were nested too deep
kind-id-mapped = ids that an output cannot hold as they are; feed readers announce these posts again
kind-not-written = outputs that were not written
kind-comments-left-out = comments that were left out of an output
kind-deleted-post = posts that are carried, though the blog says that they were deleted
kind-group-empty = feeds of something that the blog does not have
kind-media-elsewhere = pictures and files that are kept, but not beside the feed
kind-media-at-origin = pictures and files that are not in the archive
kind-links-to-old-site = links that lead to the old site
kind-addresses-moved = old addresses that the server has to redirect
kind-redirects-contested = old addresses that more than one page claims
kind-posts-unpublished = posts that are drafts on the site
kind-lists-gone = lists of posts without a page
kind-redirects-unexpressed = redirects that a host cannot express
kind-terms-merged = names of categories and tags that became one
kind-title-made = titles made from the text
kind-date-borrowed = dates taken from elsewhere
kind-address-borrowed = addresses taken from elsewhere
kind-no-public-address = feeds that do not say where they live; `--public-url` helps
kind-document-large = documents larger than some readers accept
