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
error-invalid-value = `{ $value }` is not a value of { $argument }
error-invalid-value-reason = `{ $value }` is not a value of { $argument }: { $reason }
error-value-missing = { $argument } needs a value
error-unknown-argument = there is no option `{ $argument }`
error-unknown-command = there is no command `{ $name }`
error-missing-arguments = missing: { $arguments }
error-missing-command = no command was given
error-conflict = { $argument } cannot be given twice or together with { $other }
error-command-line = { $text }
error-output-exists = `{ $path }` exists already
error-output-needs-one = standard output takes one file, but there are { $count } to write
error-output-unwritable = `{ $path }` cannot be written: { $reason }
error-overlap = the output `{ $output }` and the input `{ $input }` lie within one another
error-two-on-stdout = report and output cannot both go to standard output
error-no-output = nobody said where the output goes
error-threads = the threads could not be started: { $reason }
hint-did-you-mean = did you mean `{ $suggestion }`?
hint-did-you-mean-format = did you mean `{ $suggestion }`? Run `larder formats` for the list
hint-formats = run `larder formats` for the list
hint-help = run `{ $command } --help` for all of them
hint-values = it may be { $values }
hint-replace = `--replace` puts the new output in its place, once it is complete
hint-output = `-o DIR` writes a folder, `-o FILE.zip` a zip, `-o -` standard output; `--dry-run` writes nothing
hint-output-folder = write into a folder: `-o DIR`
hint-output-elsewhere = write to a folder beside the input
hint-from = `--from FORMAT` reads it as that format all the same
reason-size = expected a number of bytes such as 64MiB, 2GB or 1048576
reason-count = expected a number from 1 on, or `all`
reason-address = expected an absolute http or https address such as https://example.org/blog/
reason-address-secret = an address with a user name, a password, a query or a fragment is not a public one
reason-language = expected a language tag (BCP 47) such as ko or en-US

## Errors of reading

read-empty = `{ $name }` is empty
read-nothing-found = nothing in `{ $name }` is a post that can be read
read-nothing-usable = nothing in `{ $name }` can be used
read-unusable-file = `{ $file }`: { $found } ({ $rule })
read-more = and { $count } more
read-looked-for = looked for { $format }: { $sign }
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
io-read-only = the disk is read-only

## What was done

summary-read = read `{ $input }` as { $format }
summary-vote = { $format }: { $reason }
summary-vote-none = { $format }: nothing speaks for it
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
summary-older = the older output is kept beside it as `{ $name }`
summary-not-durable = the system does not confirm that the output would survive a power loss
summary-unexplained = UNEXPLAINED: { $what }
unexplained-input = nobody knows what became of `{ $name }`
unexplained-lines = `{ $name }` has { $total } lines, but { $accounted } are accounted for
unexplained-output = { $format }: of { $posts } posts { $accounted } are accounted for

## larder inspect

inspect-posts = { $posts } { $posts ->
    [one] post
   *[other] posts
    }: { $with } with a text, { $without } without; { $dated } dated, { $undated } undated
inspect-range = from { $first } to { $last }
inspect-text = { $characters } characters, { $words } words
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
inspect-terms = { $categories } categories, { $tags } tags
inspect-comments = { $count } comments
inspect-media = media: { $stored } with their bytes ({ $bytes } bytes), { $address } only an address, { $gaps } gaps in the text
inspect-private = not public: { $parts }
inspect-personal = personal: { $parts }
inspect-notes = { $count } { $count ->
    [one] note
   *[other] notes
    }: { $parts }
inspect-writer = { $format } carries { $written } of { $posts } posts
inspect-writer-left-out = leaves out { $rules }
inspect-writer-loses = has no place for { $fields } (`larder formats --losses` says why)
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
count-emails = { $count } e-mail addresses
count-addresses = { $count } network addresses
series-book = book
series-magazine = magazine
series-serial = serial
series-sequence = series

## larder formats

formats-name = name
formats-reads = reads
formats-writes = writes
formats-summary = summary
formats-yes = yes
formats-loses = { $format } has no place for:
formats-loses-nothing = { $format } loses nothing

## Rules that leave something out: in English, their names

rule-error-page = error-page
rule-login-page = login-page
rule-empty-shell = empty-shell
rule-empty-file = empty-file
rule-not-recognised = not-recognised
rule-list-page = list-page
rule-system-file = system-file
rule-page-furniture = page-furniture
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
