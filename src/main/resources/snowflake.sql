-- Snowflake's functions on DuckDB: settings and macros, run once before the database is locked.
-- A macro takes the place of the built-in function of its name, which stays reachable as system.main.name.
-- No parameter has a type: a macro is chosen before an aggregate or a bound value has one. What depends on the type
-- asks typeof(x), which is a constant once x has a type; cast_to_type(x, y) gives x the type of y.

-- Session

SET GLOBAL default_null_order = 'NULLS_LAST_ON_ASC_FIRST_ON_DESC';

-- Text

-- A timestamp has milliseconds, a double no .0, what is semi-structured is JSON, and a string of it has no quotes
CREATE MACRO is_semi_structured(x) AS typeof(x) IN ('VARIANT', 'JSON') OR typeof(x) LIKE '%[]' OR typeof(x) LIKE 'STRUCT%'
	OR typeof(x) LIKE 'MAP%';
-- JSON stays as it is: as a VARIANT, large numbers would be rounded and names sorted
CREATE MACRO json_of(x) AS CASE typeof(x) WHEN 'JSON' THEN CAST(x AS JSON) ELSE CAST(CAST(x AS VARIANT) AS JSON) END;
CREATE MACRO to_varchar(x) AS CASE
	WHEN typeof(x) = 'VARCHAR' THEN CAST(x AS VARCHAR)
	WHEN typeof(x) = 'TIMESTAMP WITH TIME ZONE' THEN system.main.replace(
		strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMPTZ), '%Y-%m-%d %H:%M:%S.%g %z') || '00', '+0000', 'Z')
	WHEN typeof(x) LIKE 'TIMESTAMP%' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
	WHEN typeof(x) = 'TIME' THEN system.main."left"(CAST(x AS VARCHAR), 8)
	WHEN typeof(x) = 'BLOB' THEN hex(TRY_CAST(x AS BLOB))
	WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN system.main.regexp_replace(CAST(x AS VARCHAR), '\.0$', '')
	WHEN is_semi_structured(x) THEN json_extract_string(json_of(x), '$')
	ELSE CAST(x AS VARCHAR) END;
-- A time has no date to format
CREATE MACRO format_moment(x, f) AS strftime(CASE WHEN typeof(x) = 'TIME'
	THEN TRY_CAST('1970-01-01 ' || CAST(x AS VARCHAR) AS TIMESTAMP) ELSE to_timestamp(x) END, f);
-- The digits of a number: at least some, and # for each if there are more than the format has
CREATE MACRO integer_text(digits, least, most) AS CASE WHEN length(digits) > most THEN repeat('#', most)
	WHEN digits = '0' AND least = 0 THEN ''
	ELSE system.main.lpad(digits, CAST(system.main.greatest(least, length(digits)) AS INTEGER), '0') END;
CREATE MACRO fraction_text(digits, least, most, overflow) AS CASE WHEN overflow THEN repeat('#', most)
	ELSE system.main."left"(digits, least) || rtrim(system.main.substr(digits, least + 1), '0') END;
CREATE MACRO with_commas(digits) AS ltrim(rtrim(
	system.main.regexp_replace(system.main.lpad(digits, 39, ' '), '(...)', '\1,', 'g'), ','), ' ,');
CREATE MACRO exact_text(x, n) AS CAST(system.main.round(CAST(x AS DECIMAL(38, 12)), n) AS VARCHAR);
CREATE MACRO padded(s, width) AS CASE width WHEN 0 THEN s ELSE system.main.lpad(s, width, ' ') END;
-- Of 'FM$9,990.00': the least and the most digits before and after the point
CREATE MACRO format_number(x, least, most, commas, dollar, least_after, after, width) AS list_transform([exact_text(x, after)],
	lambda t: padded(CASE WHEN starts_with(t, '-') THEN '-' ELSE '' END || dollar
		|| CASE WHEN commas THEN with_commas(integer_text(system.main.split_part(ltrim(t, '-'), '.', 1), least, most))
			ELSE integer_text(system.main.split_part(ltrim(t, '-'), '.', 1), least, most) END
		|| CASE WHEN after > 0 THEN '.' || fraction_text(system.main.split_part(t, '.', 2), least_after, after,
			length(system.main.split_part(ltrim(t, '-'), '.', 1)) > most) ELSE '' END,
		width))[1];
CREATE MACRO without_signs(s) AS system.main.translate(CAST(s AS VARCHAR), '$, ', '');
CREATE MACRO joined(s, texts) AS CASE WHEN list_count(texts) = len(texts) THEN system.main.array_to_string(texts, s) END;
CREATE MACRO split_part(s, d, n) AS CASE
	WHEN d = '' THEN CASE WHEN n IN (0, 1, -1) THEN s ELSE '' END
	ELSE system.main.split_part(s, d, CASE WHEN n = 0 THEN 1 ELSE CAST(n AS BIGINT) END) END;
-- Each character of d separates; the first of them stands for all
CREATE MACRO tokens_of(s, d) AS list_filter(
	string_split(translate(s, d, repeat(system.main."left"(d, 1), CAST(length(d) AS INTEGER))), system.main."left"(d, 1)),
	lambda part: part <> '');
CREATE MACRO strtok(s) AS tokens_of(s, ' ')[1], (s, d) AS tokens_of(s, d)[1], (s, d, n) AS tokens_of(s, d)[CAST(n AS BIGINT)];
CREATE MACRO strtok_to_array(s) AS tokens_of(s, ' '), (s, d) AS tokens_of(s, d);
CREATE MACRO split(s, d) AS CASE WHEN d = '' THEN [s] ELSE string_split(s, d) END;
CREATE MACRO capitalized(words) AS system.main.array_to_string(
	list_transform(words, lambda word: upper(system.main."left"(word, 1)) || system.main.substr(word, 2)), '');
CREATE MACRO characters(d) AS system.main.regexp_replace(d, '([^A-Za-z0-9])', '\\\1', 'g');
CREATE MACRO initcap(s) AS capitalized(regexp_extract_all(lower(s), '[\p{L}\p{N}]+|[^\p{L}\p{N}]+')),
	(s, d) AS CASE WHEN d = '' THEN capitalized([lower(s)])
		ELSE capitalized(regexp_extract_all(lower(s), '[^' || characters(d) || ']+|[' || characters(d) || ']+')) END;
CREATE MACRO substr(s, p) AS system.main.substr(s, CASE WHEN p = 0 THEN 1 ELSE CAST(p AS BIGINT) END),
	(s, p, n) AS system.main.substr(s, CASE WHEN p = 0 THEN 1 ELSE CAST(p AS BIGINT) END,
		CASE WHEN n < 0 THEN 0 ELSE CAST(n AS BIGINT) END);
CREATE MACRO "left"(s, n) AS CASE WHEN n < 0 THEN '' ELSE system.main."left"(s, CAST(n AS BIGINT)) END;
CREATE MACRO "right"(s, n) AS CASE WHEN n < 0 THEN '' ELSE system.main."right"(s, CAST(n AS BIGINT)) END;
CREATE MACRO charindex(part, s) AS instr(s, part),
	(part, s, p) AS CASE instr(substr(s, p), part) WHEN 0 THEN 0 ELSE instr(substr(s, p), part) + p - 1 END;
CREATE MACRO insert_text(s, p, n, part) AS substr(s, 1, p - 1) || part || substr(s, p + n);
CREATE MACRO lpad(s, n) AS system.main.lpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), ' '),
	(s, n, part) AS system.main.lpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), part);
CREATE MACRO rpad(s, n) AS system.main.rpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), ' '),
	(s, n, part) AS system.main.rpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), part);
CREATE MACRO replace(s, part) AS system.main.replace(s, part, ''), (s, part, other) AS system.main.replace(s, part, other);
CREATE MACRO repeat(s, n) AS system.main.repeat(s, CAST(n AS BIGINT));
CREATE MACRO space(n) AS repeat(' ', n);
CREATE MACRO chr(n) AS system.main.chr(CAST(n AS INTEGER));
CREATE MACRO rtrimmed_length(s) AS length(rtrim(s));
CREATE MACRO unicode(s) AS CASE WHEN s = '' THEN 0 ELSE system.main.unicode(s) END;
-- DuckDB has the capital sharp s
CREATE MACRO upper(s) AS system.main.upper(system.main.replace(s, 'ß', 'SS'));
CREATE MACRO jarowinkler_similarity(a, b) AS
	CAST(system.main.round(jaro_winkler_similarity(system.main.upper(a), system.main.upper(b)) * 100) AS INTEGER);
CREATE MACRO editdistance(a, b) AS levenshtein(a, b), (a, b, most) AS system.main.least(levenshtein(a, b), most);
CREATE MACRO binary_of(s) AS CASE WHEN typeof(s) = 'BLOB' THEN TRY_CAST(s AS BLOB) ELSE encode(CAST(s AS VARCHAR)) END;
CREATE MACRO base64_encode(s) AS to_base64(binary_of(s));
CREATE MACRO base64_decode_string(s) AS system.main.decode(from_base64(s));
CREATE MACRO base64_decode_binary(s) AS from_base64(s);
CREATE MACRO try_base64_decode_string(s) AS TRY(system.main.decode(from_base64(s)));
CREATE MACRO try_base64_decode_binary(s) AS TRY(from_base64(s));
CREATE MACRO hex_encode(s) AS hex(binary_of(s)),
	(s, c) AS CASE WHEN c = 0 THEN lower(hex(binary_of(s))) ELSE hex(binary_of(s)) END;
CREATE MACRO hex_decode_string(s) AS system.main.decode(unhex(s));
CREATE MACRO hex_decode_binary(s) AS unhex(s);
CREATE MACRO try_hex_decode_string(s) AS TRY(system.main.decode(unhex(s)));
CREATE MACRO try_hex_decode_binary(s) AS TRY(unhex(s));
CREATE MACRO to_binary(s) AS unhex(s),
	(s, f) AS CASE upper(f) WHEN 'HEX' THEN unhex(s) WHEN 'BASE64' THEN from_base64(s) WHEN 'UTF-8' THEN encode(s)
		WHEN 'UTF8' THEN encode(s) ELSE error('TO_BINARY: ' || f) END;
CREATE MACRO binary_cast(x) AS CASE WHEN typeof(x) = 'BLOB' THEN TRY_CAST(x AS BLOB) ELSE unhex(CAST(x AS VARCHAR)) END;
CREATE MACRO try_binary_cast(x) AS TRY(binary_cast(x));
CREATE MACRO try_to_binary(s) AS TRY(to_binary(s)), (s, f) AS TRY(to_binary(s, f));
CREATE MACRO md5(s) AS system.main.md5(binary_of(s));
CREATE MACRO md5_binary(s) AS unhex(system.main.md5(binary_of(s)));
CREATE MACRO sha1(s) AS system.main.sha1(binary_of(s));
CREATE MACRO sha1_binary(s) AS unhex(system.main.sha1(binary_of(s)));
CREATE MACRO sha2(s) AS sha256(binary_of(s)),
	(s, n) AS CASE WHEN n = 256 THEN sha256(binary_of(s)) ELSE error('SHA2: 256 bits only') END;
CREATE MACRO uuid_string() AS CAST(uuid() AS VARCHAR);
-- The last of c and i counts; e only says that a group is meant
CREATE MACRO flags_of(f) AS system.main.regexp_replace(system.main.regexp_replace(f, '.*c([^c]*)$', '\1'), '[^ims]', '', 'g');
CREATE MACRO flagged(p, f) AS CASE flags_of(f) WHEN '' THEN p ELSE '(?' || flags_of(f) || ')' || p END;
CREATE MACRO group_of(f) AS CASE WHEN contains(f, 'e') THEN 1 ELSE 0 END;
CREATE MACRO from_position(s, q) AS system.main.substr(s, CAST(q AS BIGINT));
CREATE MACRO regexp_like(s, p) AS regexp_full_match(s, p), (s, p, f) AS regexp_full_match(s, flagged(p, f));
-- What stands before the n-th match
CREATE MACRO before_match(s, p, n) AS
	regexp_extract(s, '^((?:[\s\S]*?(?:' || p || ')){' || (n - 1) || '}[\s\S]*?)(?:' || p || ')', 1);
CREATE MACRO matches_of(s, p) AS regexp_extract_all(s, p);
CREATE MACRO replaced_once(s, p, r, n) AS CASE WHEN len(matches_of(s, p)) < n THEN s
	ELSE before_match(s, p, n) || system.main.regexp_replace(matches_of(s, p)[CAST(n AS BIGINT)], p, r)
		|| system.main.substr(s, length(before_match(s, p, n)) + length(matches_of(s, p)[CAST(n AS BIGINT)]) + 1) END;
-- Snowflake replaces each match
CREATE MACRO regexp_replace(s, p) AS system.main.regexp_replace(s, p, '', 'g'),
	(s, p, r) AS system.main.regexp_replace(s, p, r, 'g'),
	(s, p, r, q) AS "left"(s, q - 1) || system.main.regexp_replace(from_position(s, q), p, r, 'g'),
	(s, p, r, q, n) AS "left"(s, q - 1)
		|| CASE n WHEN 0 THEN system.main.regexp_replace(from_position(s, q), p, r, 'g')
			ELSE replaced_once(from_position(s, q), p, r, n) END,
	(s, p, r, q, n, f) AS "left"(s, q - 1)
		|| CASE n WHEN 0 THEN system.main.regexp_replace(from_position(s, q), flagged(p, f), r, 'g')
			ELSE replaced_once(from_position(s, q), flagged(p, f), r, n) END;
CREATE MACRO regexp_substr(s, p) AS regexp_extract_all(s, p)[1],
	(s, p, q) AS regexp_extract_all(from_position(s, q), p)[1],
	(s, p, q, n) AS regexp_extract_all(from_position(s, q), p)[CAST(n AS BIGINT)],
	(s, p, q, n, f) AS regexp_extract_all(from_position(s, q), flagged(p, f), group_of(f))[CAST(n AS BIGINT)],
	(s, p, q, n, f, g) AS regexp_extract_all(from_position(s, q), flagged(p, f), g)[CAST(n AS BIGINT)];
CREATE MACRO regexp_substr_all(s, p) AS regexp_extract_all(s, p),
	(s, p, q) AS regexp_extract_all(from_position(s, q), p),
	(s, p, q, n) AS regexp_extract_all(from_position(s, q), p)[CAST(n AS BIGINT):len(s) + 1],
	(s, p, q, n, f) AS regexp_extract_all(from_position(s, q), flagged(p, f), group_of(f))[CAST(n AS BIGINT):len(s) + 1],
	(s, p, q, n, f, g) AS regexp_extract_all(from_position(s, q), flagged(p, f), g)[CAST(n AS BIGINT):len(s) + 1];
CREATE MACRO regexp_count(s, p) AS len(matches_of(s, p)),
	(s, p, q) AS len(matches_of(from_position(s, q), p)),
	(s, p, q, f) AS len(matches_of(from_position(s, q), flagged(p, f)));
CREATE MACRO match_position(s, p, q, n, o) AS CASE WHEN len(matches_of(from_position(s, q), p)) < n THEN 0
	ELSE length(before_match(from_position(s, q), p, n)) + q
		+ CASE o WHEN 0 THEN 0 ELSE length(matches_of(from_position(s, q), p)[CAST(n AS BIGINT)]) END END;
CREATE MACRO regexp_instr(s, p) AS match_position(s, p, 1, 1, 0), (s, p, q) AS match_position(s, p, q, 1, 0),
	(s, p, q, n) AS match_position(s, p, q, n, 0), (s, p, q, n, o) AS match_position(s, p, q, n, o),
	(s, p, q, n, o, f) AS match_position(s, flagged(p, f), q, n, o);
CREATE MACRO like_any(s, patterns) AS list_bool_or(list_transform(patterns, lambda p: s LIKE p)),
	(s, patterns, e) AS list_bool_or(list_transform(patterns, lambda p: like_escape(s, p, e)));
CREATE MACRO like_all(s, patterns) AS list_bool_and(list_transform(patterns, lambda p: s LIKE p)),
	(s, patterns, e) AS list_bool_and(list_transform(patterns, lambda p: like_escape(s, p, e)));

-- Numbers

-- How many decimals a quotient has, by those of the dividend
CREATE MACRO scale_of(x) AS coalesce(TRY_CAST(regexp_extract(typeof(x), ',([0-9]+)', 1) AS INTEGER), 0);
CREATE MACRO quotient_scale(x) AS system.main.greatest(scale_of(x), system.main.least(12, scale_of(x) + 6));
CREATE MACRO any_double(a, b) AS typeof(a) IN ('DOUBLE', 'FLOAT', 'VARIANT', 'VARCHAR')
	OR typeof(b) IN ('DOUBLE', 'FLOAT', 'VARIANT', 'VARCHAR');
-- An exact number without its point; up to 2^52 a double holds it, and rounds a quotient of two of them as it should be
CREATE MACRO shift(n) AS CAST('1e' || n AS DOUBLE);
CREATE MACRO double_digits(x) AS system.main.round(TRY_CAST(x AS DOUBLE) * shift(scale_of(x)));
CREATE MACRO dividend(a, b) AS double_digits(a) * shift(quotient_scale(a) - scale_of(a) + scale_of(b));
CREATE MACRO double_quotient(a, b) AS CASE WHEN any_double(a, b)
	THEN system.main."/"(TRY_CAST(a AS DOUBLE), TRY_CAST(b AS DOUBLE))
	ELSE system.main."/"(system.main.round(system.main."/"(dividend(a, b), double_digits(b))), shift(quotient_scale(a))) END;
CREATE MACRO long_digits(x) AS CAST(TRY_CAST(x AS DECIMAL(38, 12)) * CAST(shift(scale_of(x)) AS BIGINT) AS HUGEINT);
CREATE MACRO exact_quotient(a, b) AS
	CAST(system.main.sign(TRY_CAST(a AS DOUBLE)) * system.main.sign(TRY_CAST(b AS DOUBLE)) AS HUGEINT)
	* divide(abs(long_digits(a)) * CAST(shift(quotient_scale(a) - scale_of(a) + scale_of(b)) AS HUGEINT)
		+ divide(abs(long_digits(b)), 2), abs(long_digits(b)))
	* CAST(shift(12 - quotient_scale(a)) AS HUGEINT) * 0.000000000001;
-- The type of a quotient; without the zero, that of NULL would be none
CREATE MACRO quotient_type(a, b) AS
	system.main.round(CASE WHEN false THEN 0.000000 ELSE (a * 1.000000) + b END, quotient_scale(a));
CREATE MACRO quotient(a, b) AS CASE
	WHEN b = 0 THEN cast_to_type(error('Division by zero'), quotient_type(a, b))
	WHEN any_double(a, b) OR abs(dividend(a, b)) < 4500000000000000
		THEN cast_to_type(double_quotient(a, b), quotient_type(a, b))
	ELSE cast_to_type(exact_quotient(a, b), quotient_type(a, b)) END;
-- In a lambda, so that each operand is computed once: a quotient of quotients would grow without bounds
-- The zeros give a bare NULL a type
CREATE MACRO "/"(a, b) AS list_transform([{'a': CASE WHEN false THEN CAST(0 AS TINYINT) ELSE a END,
	'b': CASE WHEN false THEN CAST(0 AS TINYINT) ELSE b END}], lambda p: quotient(p.a, p.b))[1];

-- Of a sum and a count, as AVG is rewritten to them
CREATE MACRO average(s, n) AS s / nullif(n, 0);
CREATE MACRO average_of(x) AS sum(x) / nullif(count(x), 0);
CREATE MACRO ratio(x, s) AS x / nullif(s, 0);
CREATE MACRO div0(a, b) AS CASE WHEN b = 0 THEN a * 0 ELSE a / nullif(b, 0) END;
CREATE MACRO div0null(a, b) AS CASE WHEN b = 0 OR b IS NULL THEN a * 0 ELSE a / nullif(b, 0) END;
-- DuckDB rounds halves of a double to the even integer
CREATE MACRO integer_of(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT')
	THEN CAST(system.main.round(TRY_CAST(x AS DOUBLE)) AS BIGINT)
	ELSE CAST(CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN NULL ELSE x END AS BIGINT) END;
CREATE MACRO integer_if(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT')
	THEN TRY_CAST(system.main.round(TRY_CAST(x AS DOUBLE)) AS BIGINT)
	ELSE TRY_CAST(CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN NULL ELSE x END AS BIGINT) END;
CREATE MACRO to_number(x) AS CAST(CAST(x AS DECIMAL(38, 0)) AS HUGEINT);
CREATE MACRO try_to_number(x) AS CAST(TRY_CAST(x AS DECIMAL(38, 0)) AS HUGEINT);
CREATE MACRO to_double(x) AS CAST(x AS DOUBLE);
CREATE MACRO try_to_double(x) AS TRY_CAST(x AS DOUBLE);
CREATE MACRO to_boolean(x) AS CASE lower(CAST(x AS VARCHAR)) WHEN 'on' THEN TRUE WHEN 'off' THEN FALSE
	ELSE CAST(x AS BOOLEAN) END;
CREATE MACRO try_to_boolean(x) AS CASE lower(CAST(x AS VARCHAR)) WHEN 'on' THEN TRUE WHEN 'off' THEN FALSE
	ELSE TRY_CAST(x AS BOOLEAN) END;
CREATE MACRO round(x) AS system.main.round(x), (x, n) AS system.main.round(x, CAST(n AS INTEGER)),
	(x, n, m) AS CASE upper(m) WHEN 'HALF_TO_EVEN' THEN round_even(x, CAST(n AS INTEGER))
		WHEN 'HALF_AWAY_FROM_ZERO' THEN system.main.round(x, CAST(n AS INTEGER)) ELSE error('ROUND: ' || m) END;
CREATE MACRO trunc(x) AS system.main.trunc(x), (x, n) AS system.main.trunc(x, CAST(n AS INTEGER));
CREATE MACRO ceil(x) AS system.main.ceil(x),
	(x, n) AS system.main.round(CAST(system.main."/"(system.main.ceil(x * shift(n)), shift(n)) AS DECIMAL(38, 12)), CAST(n AS INTEGER));
CREATE MACRO floor(x) AS system.main.floor(x),
	(x, n) AS system.main.round(CAST(system.main."/"(system.main.floor(x * shift(n)), shift(n)) AS DECIMAL(38, 12)), CAST(n AS INTEGER));
CREATE MACRO cube_root(x) AS system.main.sign(x) * system.main.cbrt(abs(CAST(x AS DOUBLE)));
CREATE MACRO cbrt(x) AS CASE WHEN system.main.round(cube_root(x)) ** 3 = x THEN system.main.round(cube_root(x)) ELSE cube_root(x) END;
CREATE MACRO square(x) AS CAST(x AS DOUBLE) * CAST(x AS DOUBLE);
CREATE MACRO bitand(a, b) AS CAST(a AS BIGINT) & CAST(b AS BIGINT);
CREATE MACRO bitor(a, b) AS CAST(a AS BIGINT) | CAST(b AS BIGINT);
CREATE MACRO bitxor(a, b) AS system.main.xor(CAST(a AS BIGINT), CAST(b AS BIGINT));
CREATE MACRO bitnot(a) AS ~CAST(a AS BIGINT);
CREATE MACRO getbit(a, n) AS (CAST(a AS BIGINT) >> CAST(n AS BIGINT)) & 1;
CREATE MACRO bitshiftleft(a, b) AS CAST(a AS BIGINT) << CAST(b AS BIGINT);
CREATE MACRO bitshiftright(a, b) AS CAST(a AS BIGINT) >> CAST(b AS BIGINT);
CREATE MACRO width_bucket(x, low, high, n) AS CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1
	ELSE CAST(system.main.floor(system.main."/"((x - low) * n, high - low)) AS INTEGER) + 1 END;
-- An integer of 64 bits, other values than Snowflake's
CREATE MACRO random() AS CAST((system.main.random() - 0.5) * 18446744073709549568 AS BIGINT),
	(seed) AS CAST((system.main.random() - 0.5) * 18446744073709549568 AS BIGINT);
CREATE MACRO uniform(a, b, g) AS CAST(system.main.floor(a + (b - a + 1) * system.main.random()) AS BIGINT);
-- In kilometres
CREATE MACRO haversine(a, b, c, d) AS 12742 * asin(sqrt(sin(radians(c - a) * 0.5) ** 2
	+ cos(radians(a)) * cos(radians(c)) * sin(radians(d - b) * 0.5) ** 2));
CREATE MACRO zeroifnull(x) AS coalesce(x, 0);
CREATE MACRO nullifzero(x) AS nullif(x, 0);

-- Conditions

CREATE MACRO iff(c, a, b) AS CASE WHEN c THEN a ELSE b END;
CREATE MACRO nvl(a, b) AS coalesce(a, b);
CREATE MACRO nvl2(a, b, c) AS CASE WHEN a IS NOT NULL THEN b ELSE c END;
CREATE MACRO regr_valx(y, x) AS CASE WHEN y IS NOT NULL THEN x END;
CREATE MACRO regr_valy(y, x) AS CASE WHEN x IS NOT NULL THEN y END;
CREATE MACRO equal_null(a, b) AS a IS NOT DISTINCT FROM b;
CREATE MACRO booland(a, b) AS CAST(a AS BOOLEAN) AND CAST(b AS BOOLEAN);
CREATE MACRO boolor(a, b) AS CAST(a AS BOOLEAN) OR CAST(b AS BOOLEAN);
CREATE MACRO boolxor(a, b) AS CAST(a AS BOOLEAN) <> CAST(b AS BOOLEAN);
CREATE MACRO boolnot(a) AS NOT CAST(a AS BOOLEAN);
-- NULL if any is NULL
CREATE MACRO greatest_of(list) AS CASE WHEN list_count(list) = len(list) THEN list_max(list) END;
CREATE MACRO least_of(list) AS CASE WHEN list_count(list) = len(list) THEN list_min(list) END;

-- Dates and times

-- A date stays a date
CREATE MACRO date_plus(d, i) AS cast_to_type(d + i, d);
CREATE MACRO date_minus(d, i) AS cast_to_type(d - i, d);
CREATE MACRO date_added(i, d) AS cast_to_type(d + i, d);
CREATE MACRO time_added(i, d) AS d + i;
CREATE MACRO truncated(p, d) AS cast_to_type(system.main.date_trunc(p, d), d);
CREATE MACRO truncated_to(d, p) AS cast_to_type(system.main.date_trunc(p, d), d);
-- Weeks begin on Monday
CREATE MACRO weeks_between(x, y) AS divide(system.main.date_diff('day', system.main.date_trunc('week', CAST(x AS TIMESTAMP)),
	system.main.date_trunc('week', CAST(y AS TIMESTAMP))), 7);
CREATE MACRO parts_between(p, x, y) AS CASE WHEN typeof(x) = 'TIME'
	THEN system.main.date_diff(p, TRY_CAST(x AS TIME), TRY_CAST(y AS TIME))
	ELSE system.main.date_diff(p, CAST(x AS TIMESTAMP), CAST(y AS TIMESTAMP)) END;
-- The last day of a month stays the last
CREATE MACRO add_months(d, n) AS cast_to_type(CASE
	WHEN CAST(d AS DATE) = system.main.last_day(CAST(d AS DATE))
	THEN system.main.last_day(CAST(CAST(d AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE))
		+ (CAST(d AS TIMESTAMP) - CAST(CAST(d AS DATE) AS TIMESTAMP))
	ELSE CAST(d AS TIMESTAMP) + to_months(CAST(n AS INTEGER)) END, CASE WHEN false THEN DATE '1970-01-01' ELSE d END);
CREATE MACRO is_last_day(d) AS CAST(d AS DATE) = system.main.last_day(CAST(d AS DATE));
CREATE MACRO seconds_of(d) AS system.main.date_diff('second', CAST(CAST(d AS DATE) AS TIMESTAMP), CAST(d AS TIMESTAMP));
CREATE MACRO months_between(x, y) AS CAST((year(x) - year(y)) * 12 + month(x) - month(y)
	+ CASE WHEN day(x) = day(y) OR (is_last_day(x) AND is_last_day(y)) THEN 0
	ELSE system.main."/"(day(x) - day(y) + system.main."/"(seconds_of(x) - seconds_of(y), 86400), 31) END AS DECIMAL(38, 6));
CREATE MACRO last_day(d) AS system.main.last_day(CAST(d AS DATE)),
	(d, p) AS CASE p WHEN 'month' THEN system.main.last_day(CAST(d AS DATE))
		WHEN 'year' THEN make_date(CAST(year(d) AS INTEGER), 12, 31)
		WHEN 'quarter' THEN system.main.last_day(CAST(system.main.date_trunc('quarter', d) + INTERVAL 2 MONTH AS DATE))
		WHEN 'week' THEN CAST(system.main.date_trunc('week', d) + INTERVAL 6 DAY AS DATE)
		ELSE error('LAST_DAY: ' || p) END;
CREATE MACRO day_number(name) AS list_position(['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'], lower(system.main."left"(name, 2)));
CREATE MACRO next_day(d, name) AS CAST(d AS DATE) + CAST((day_number(name) - isodow(CAST(d AS DATE)) + 6) % 7 + 1 AS INTEGER);
CREATE MACRO previous_day(d, name) AS CAST(d AS DATE) - CAST((isodow(CAST(d AS DATE)) - day_number(name) + 6) % 7 + 1 AS INTEGER);
CREATE MACRO monthname(d) AS strftime(CAST(d AS TIMESTAMP), '%b');
CREATE MACRO dayname(d) AS strftime(CAST(d AS TIMESTAMP), '%a');
CREATE MACRO "year"(d) AS system.main."year"(CAST(d AS TIMESTAMP));
CREATE MACRO "quarter"(d) AS system.main."quarter"(CAST(d AS TIMESTAMP));
CREATE MACRO "month"(d) AS system.main."month"(CAST(d AS TIMESTAMP));
CREATE MACRO week(d) AS system.main.week(CAST(d AS TIMESTAMP));
CREATE MACRO weekofyear(d) AS system.main.weekofyear(CAST(d AS TIMESTAMP));
CREATE MACRO "day"(d) AS system.main."day"(CAST(d AS TIMESTAMP));
CREATE MACRO dayofweek(d) AS system.main.dayofweek(CAST(d AS TIMESTAMP));
CREATE MACRO dayofweekiso(d) AS isodow(CAST(d AS TIMESTAMP));
CREATE MACRO dayofyear(d) AS system.main.dayofyear(CAST(d AS TIMESTAMP));
CREATE MACRO yearofweek(d) AS isoyear(CAST(d AS TIMESTAMP));
-- Parts out of their range roll over
CREATE MACRO date_from_parts(y, m, d) AS
	CAST(make_date(CAST(y AS INTEGER), 1, 1) + to_months(CAST(m - 1 AS INTEGER)) AS DATE) + CAST(d - 1 AS INTEGER);
CREATE MACRO timestamp_from_parts(y, m, d, h, mi, s) AS CAST(date_from_parts(y, m, d) AS TIMESTAMP)
	+ to_hours(CAST(h AS BIGINT)) + to_minutes(CAST(mi AS BIGINT)) + to_seconds(s),
	(y, m, d, h, mi, s, ns) AS CAST(date_from_parts(y, m, d) AS TIMESTAMP) + to_hours(CAST(h AS BIGINT))
		+ to_minutes(CAST(mi AS BIGINT)) + to_seconds(s) + to_microseconds(divide(CAST(ns AS BIGINT), 1000)),
	(d, t) AS CAST(d AS DATE) + CAST(t AS TIME);
CREATE MACRO timestamp_tz_from_parts(y, m, d, h, mi, s) AS CAST(timestamp_from_parts(y, m, d, h, mi, s) AS TIMESTAMPTZ),
	(y, m, d, h, mi, s, ns) AS CAST(timestamp_from_parts(y, m, d, h, mi, s, ns) AS TIMESTAMPTZ),
	(y, m, d, h, mi, s, ns, z) AS timezone(z, timestamp_from_parts(y, m, d, h, mi, s, ns));
CREATE MACRO time_from_parts(h, mi, s) AS CAST(timestamp_from_parts(1970, 1, 1, h, mi, s) AS TIME),
	(h, mi, s, ns) AS CAST(timestamp_from_parts(1970, 1, 1, h, mi, s, ns) AS TIME);
CREATE MACRO width_of(n, p) AS CASE p WHEN 'year' THEN to_months(CAST(12 * n AS INTEGER))
	WHEN 'quarter' THEN to_months(CAST(3 * n AS INTEGER)) WHEN 'month' THEN to_months(CAST(n AS INTEGER))
	WHEN 'week' THEN to_days(CAST(7 * n AS INTEGER)) WHEN 'day' THEN to_days(CAST(n AS INTEGER))
	WHEN 'hour' THEN to_hours(CAST(n AS BIGINT)) WHEN 'minute' THEN to_minutes(CAST(n AS BIGINT))
	WHEN 'second' THEN to_seconds(CAST(n AS BIGINT)) ELSE error('TIME_SLICE: ' || p) END;
-- Counted from the first Monday before 1970, or from 1970
CREATE MACRO time_slice(d, n, p) AS cast_to_type(time_bucket(width_of(n, p), CAST(d AS TIMESTAMP),
		CASE p WHEN 'week' THEN TIMESTAMP '1969-12-29' ELSE TIMESTAMP '1970-01-01' END), d),
	(d, n, p, s) AS cast_to_type(time_bucket(width_of(n, p), CAST(d AS TIMESTAMP),
		CASE p WHEN 'week' THEN TIMESTAMP '1969-12-29' ELSE TIMESTAMP '1970-01-01' END)
		+ CASE lower(s) WHEN 'end' THEN width_of(n, p) ELSE INTERVAL 0 DAY END, d);
-- Seconds, or milliseconds and so on if there are so many
CREATE MACRO timestamp_of_count(n) AS make_timestamp(CAST(CASE
	WHEN abs(n) < 31536000000 THEN n * 1000000 WHEN abs(n) < 31536000000000 THEN n * 1000
	WHEN abs(n) < 31536000000000000 THEN n ELSE n * 0.001 END AS BIGINT));
CREATE MACRO moment_of(s) AS CASE WHEN TRY_CAST(s AS DOUBLE) IS NOT NULL
	THEN timestamp_of_count(TRY_CAST(s AS DECIMAL(38, 9))) ELSE CAST(s AS TIMESTAMP) END;
CREATE MACRO to_timestamp(x) AS CASE
	WHEN typeof(x) IN ('DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE') THEN TRY_CAST(x AS TIMESTAMP)
	ELSE moment_of(CAST(x AS VARCHAR)) END,
	(x, scale) AS make_timestamp(CAST(CAST(x AS DECIMAL(38, 9)) * CAST(shift(6 - scale) AS DECIMAL(15, 3)) AS BIGINT));
CREATE MACRO try_to_timestamp(x) AS TRY(to_timestamp(x));
-- DuckDB wants -05:00 for -0500, right after the time
CREATE MACRO to_timestamp_tz(x) AS CASE
	WHEN typeof(x) IN ('DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE') THEN TRY_CAST(x AS TIMESTAMPTZ)
	ELSE CAST(system.main.regexp_replace(CAST(x AS VARCHAR), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\1:\2') AS TIMESTAMPTZ) END;
CREATE MACRO try_to_timestamp_tz(x) AS TRY(to_timestamp_tz(x));
CREATE MACRO to_date(x) AS CASE WHEN typeof(x) = 'DATE' THEN TRY_CAST(x AS DATE) ELSE CAST(to_timestamp(x) AS DATE) END;
CREATE MACRO try_to_date(x) AS TRY(to_date(x));
CREATE MACRO to_time(x) AS CAST(x AS TIME);
CREATE MACRO try_to_time(x) AS TRY_CAST(x AS TIME);
CREATE MACRO convert_timezone(f, t, x) AS timezone(t, timezone(f, CAST(x AS TIMESTAMP))),
	(t, x) AS timezone(t, CAST(x AS TIMESTAMPTZ));
CREATE MACRO getdate() AS now();
CREATE MACRO sysdate() AS CAST(timezone('UTC', now()) AS TIMESTAMP);

-- Aggregates

CREATE MACRO whole_row(texts) AS CASE WHEN list_count(texts) = len(texts) THEN texts END;
CREATE MACRO without_nulls(list) AS coalesce(list_filter(list, lambda e: e IS NOT NULL), []);
CREATE MACRO approx_percentile(x, p) AS CAST(quantile_cont(CAST(x AS DOUBLE), p) AS DOUBLE);
CREATE MACRO booland_agg(x) AS bool_and(CAST(x AS BOOLEAN));
CREATE MACRO boolor_agg(x) AS bool_or(CAST(x AS BOOLEAN));
CREATE MACRO boolxor_agg(x) AS count_if(CAST(x AS BOOLEAN)) = 1;
CREATE MACRO bitand_agg(x) AS bit_and(x);
CREATE MACRO bitor_agg(x) AS bit_or(x);
CREATE MACRO bitxor_agg(x) AS bit_xor(x);
CREATE MACRO array_unique_agg(x) AS list(DISTINCT x) FILTER (x IS NOT NULL);
CREATE MACRO kurtosis(x) AS CAST(system.main.kurtosis(x) AS DECIMAL(38, 12));

-- Arrays are lists, objects are VARIANT

CREATE MACRO parse_json(s) AS CAST(CAST(s AS JSON) AS VARIANT);
CREATE MACRO try_parse_json(s) AS CAST(TRY_CAST(s AS JSON) AS VARIANT);
CREATE MACRO to_variant(x) AS CAST(x AS VARIANT);
CREATE MACRO to_json(x) AS CAST(json_of(x) AS VARCHAR);
-- Without the pairs that have a NULL
CREATE MACRO object_text(keys, texts) AS '{' || system.main.array_to_string(list_filter(
	list_transform(keys, lambda k, i: CAST(system.main.to_json(k) AS VARCHAR) || ':' || texts[i]), lambda pair: pair IS NOT NULL), ',') || '}';
CREATE MACRO object_of(keys, texts) AS parse_json(object_text(keys, texts));
CREATE MACRO text_of(x) AS CASE WHEN x IS NOT NULL THEN CAST(json_of(x) AS VARCHAR) END;
CREATE MACRO text_or_null(x) AS coalesce(CAST(json_of(x) AS VARCHAR), 'null');
CREATE MACRO object_keys(o) AS json_keys(json_of(o));
CREATE MACRO value_text(o, k) AS CAST(json_extract(json_of(o), '$."' || k || '"') AS VARCHAR);
CREATE MACRO part_of(o, keys) AS object_of(keys, list_transform(keys, lambda k: value_text(o, k)));
CREATE MACRO object_insert(o, k, v) AS CASE WHEN list_contains(object_keys(o), k) THEN error('OBJECT_INSERT: duplicate key ' || k)
	ELSE object_of(object_keys(o) || [k], list_transform(object_keys(o), lambda e: value_text(o, e)) || [text_of(v)]) END,
	(o, k, v, u) AS object_of(list_filter(object_keys(o), lambda e: e <> k) || [k],
		list_transform(list_filter(object_keys(o), lambda e: e <> k), lambda e: value_text(o, e)) || [text_of(v)]);
CREATE MACRO object_without(o, keys) AS part_of(o, list_filter(object_keys(o), lambda k: NOT list_contains(keys, k)));
CREATE MACRO object_with(o, keys) AS part_of(o, list_filter(object_keys(o), lambda k: list_contains(keys, k)));
CREATE MACRO variant_at(v, k) AS variant_extract(CAST(v AS VARIANT), k);
CREATE MACRO variant_get(v, k) AS CASE WHEN typeof(k) IN ('VARCHAR', 'STRING_LITERAL')
	THEN CAST(json_extract(json_of(v), '$."' || k || '"') AS VARIANT)
	ELSE CAST(json_extract(json_of(v), '$[' || coalesce(TRY_CAST(k AS BIGINT), 0) || ']') AS VARIANT) END;
-- a[0]["b c"]:d in DuckDB's spelling
CREATE MACRO path_of(p) AS CASE WHEN starts_with(p, '[') THEN '$' ELSE '$.' END
	|| system.main.replace(system.main.regexp_replace(p, '\["([^"]*)"\]', '."\1"', 'g'), ':', '.');
CREATE MACRO get_path(v, p) AS CAST(json_extract(json_of(v), path_of(p)) AS VARIANT);
CREATE MACRO json_extract_path_text(s, p) AS json_extract_string(s, path_of(p));
CREATE MACRO kind_of(v) AS CASE
	WHEN variant_typeof(CAST(v AS VARIANT)) LIKE 'TIMESTAMP%' THEN 'TIMESTAMP_NTZ'
	WHEN variant_typeof(CAST(v AS VARIANT)) IN ('DATE', 'TIME') THEN variant_typeof(CAST(v AS VARIANT))
	WHEN variant_typeof(CAST(v AS VARIANT)) LIKE 'BOOL%' THEN 'BOOLEAN'
	ELSE CASE json_type(json_of(v)) WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER'
		WHEN 'DOUBLE' THEN 'DECIMAL' WHEN 'NULL' THEN 'NULL_VALUE' ELSE json_type(json_of(v)) END END;
CREATE MACRO is_array(v) AS json_type(json_of(v)) = 'ARRAY';
CREATE MACRO is_object(v) AS json_type(json_of(v)) = 'OBJECT';
CREATE MACRO is_boolean(v) AS json_type(json_of(v)) = 'BOOLEAN';
CREATE MACRO is_varchar(v) AS variant_typeof(CAST(v AS VARIANT)) = 'VARCHAR';
CREATE MACRO is_integer(v) AS json_type(json_of(v)) IN ('UBIGINT', 'BIGINT');
CREATE MACRO is_decimal(v) AS json_type(json_of(v)) IN ('UBIGINT', 'BIGINT', 'DOUBLE');
CREATE MACRO as_varchar(v) AS CASE WHEN is_varchar(v) THEN json_extract_string(json_of(v), '$') END;
CREATE MACRO as_boolean(v) AS CASE WHEN is_boolean(v) THEN TRY_CAST(CAST(json_of(v) AS VARCHAR) AS BOOLEAN) END;
CREATE MACRO as_integer(v) AS CASE WHEN is_integer(v) THEN TRY_CAST(CAST(json_of(v) AS VARCHAR) AS DECIMAL(38, 0)) END;
CREATE MACRO as_double(v) AS CASE WHEN is_decimal(v) THEN TRY_CAST(CAST(json_of(v) AS VARCHAR) AS DOUBLE) END;
CREATE MACRO as_array(v) AS CASE WHEN is_array(v) THEN CAST(v AS VARIANT) END;
CREATE MACRO as_object(v) AS CASE WHEN is_object(v) THEN CAST(v AS VARIANT) END;
CREATE MACRO elements(a) AS CASE WHEN a IS NOT NULL THEN CAST(CAST(a AS VARIANT) AS VARIANT[]) END;
CREATE MACRO texts_of(a) AS list_transform(elements(a), lambda e: json_extract_string(CAST(e AS JSON), '$'));
CREATE MACRO to_array(x) AS CASE WHEN json_type(json_of(x)) = 'ARRAY' THEN elements(x) WHEN x IS NOT NULL THEN [CAST(x AS VARIANT)] END;
CREATE MACRO array_size(a) AS CASE WHEN json_type(json_of(a)) = 'ARRAY' THEN CAST(json_array_length(json_of(a)) AS BIGINT) END;
CREATE MACRO array_contains(v, a) AS list_contains(elements(a), CAST(v AS VARIANT));
CREATE MACRO array_position(v, a) AS nullif(list_position(elements(a), CAST(v AS VARIANT)), 0) - 1;
-- Positions count from 0, negative ones from the end
CREATE MACRO offset_in(a, p) AS CASE WHEN p < 0 THEN len(a) + p ELSE p END;
CREATE MACRO list_slice_of(a, f, t) AS list_slice(a, f + 1, t);
CREATE MACRO slice_of(a, f, t) AS CASE WHEN offset_in(elements(a), t) <= offset_in(elements(a), f) THEN []
	ELSE list_slice_of(elements(a), offset_in(elements(a), f), offset_in(elements(a), t)) END;
CREATE MACRO array_cat(a, b) AS list_concat(elements(a), elements(b));
CREATE MACRO array_append(a, x) AS list_append(elements(a), CAST(x AS VARIANT));
CREATE MACRO array_prepend(a, x) AS list_prepend(CAST(x AS VARIANT), elements(a));
CREATE MACRO array_insert(a, p, x) AS list_slice_of(elements(a), 0, offset_in(elements(a), p)) || [CAST(x AS VARIANT)]
	|| list_slice_of(elements(a), offset_in(elements(a), p), len(elements(a)));
CREATE MACRO array_remove(a, x) AS list_filter(elements(a), lambda e: e IS DISTINCT FROM CAST(x AS VARIANT));
CREATE MACRO array_remove_at(a, p) AS list_filter(elements(a), lambda e, i: i <> offset_in(elements(a), p) + 1);
-- In the order of the first of each
CREATE MACRO array_distinct(a) AS list_filter(elements(a), lambda e, i: list_position(elements(a), e) = i);
CREATE MACRO array_compact(a) AS list_filter(elements(a), lambda e: e IS NOT NULL);
CREATE MACRO array_min(a) AS list_min(elements(a));
CREATE MACRO array_max(a) AS list_max(elements(a));
CREATE MACRO array_reverse(a) AS list_reverse(elements(a));
CREATE MACRO array_sort(a) AS list_sort(elements(a), 'ASC', 'NULLS LAST'),
	(a, up) AS CASE WHEN up THEN list_sort(elements(a), 'ASC', 'NULLS LAST') ELSE list_sort(elements(a), 'DESC', 'NULLS FIRST') END,
	(a, up, first) AS CASE WHEN up AND first THEN list_sort(elements(a), 'ASC', 'NULLS FIRST')
		WHEN up THEN list_sort(elements(a), 'ASC', 'NULLS LAST')
		WHEN first THEN list_sort(elements(a), 'DESC', 'NULLS FIRST') ELSE list_sort(elements(a), 'DESC', 'NULLS LAST') END;
CREATE MACRO array_flatten(a) AS flatten(list_transform(elements(a), lambda e: elements(e)));
CREATE MACRO array_generate_range(a, b) AS range(a, b), (a, b, n) AS range(a, b, n);
CREATE MACRO arrays_overlap(a, b) AS list_has_any(elements(a), elements(b));
CREATE MACRO arrays_to_object(keys, a) AS object_of(texts_of(keys), list_transform(elements(a), lambda e: CAST(CAST(e AS JSON) AS VARCHAR)));
-- Of equal ones as many as both have, or more than b has
CREATE MACRO times_before(a, e, i) AS len(list_filter(a, lambda x, j: j <= i AND x = e));
CREATE MACRO times_in(a, e) AS len(list_filter(a, lambda x: x = e));
CREATE MACRO array_intersection(a, b) AS list_filter(elements(a),
	lambda e, i: times_before(elements(a), e, i) <= times_in(elements(b), e));
CREATE MACRO array_except(a, b) AS list_filter(elements(a),
	lambda e, i: times_before(elements(a), e, i) > times_in(elements(b), e));
CREATE MACRO array_to_string(a, s) AS system.main.array_to_string(list_transform(texts_of(a), lambda t: coalesce(t, '')), s);

-- FLATTEN: one row for each element or pair

CREATE MACRO key_path(p, k) AS CASE WHEN NOT regexp_full_match(k, '[A-Za-z_][A-Za-z0-9_]*') THEN p || '[''' || k || ''']'
	WHEN p = '' THEN k ELSE p || '.' || k END;
CREATE MACRO flat_row(k, p, i, v, this) AS {'seq': 1, 'key': CAST(k AS VARCHAR), 'path': CAST(p AS VARCHAR),
	'index': CAST(i AS BIGINT), 'value': CAST(v AS VARIANT), 'this': CAST(this AS VARIANT)};
CREATE MACRO flattened(v, p) AS CASE json_type(json_of(v))
	WHEN 'ARRAY' THEN list_transform(elements(v), lambda e, i: flat_row(NULL, p || '[' || (i - 1) || ']', i - 1, e, v))
	WHEN 'OBJECT' THEN list_transform(object_keys(v), lambda k:
		flat_row(k, key_path(p, k), NULL, json_extract(json_of(v), '$."' || k || '"'), v)) END;
CREATE MACRO flattened_outer(v, p) AS CASE WHEN len(flattened(v, p)) > 0 THEN flattened(v, p)
	ELSE [flat_row(NULL, NULL, NULL, NULL, v)] END;
CREATE MACRO only_kind(v, kind) AS CASE WHEN json_type(json_of(v)) = kind THEN CAST(v AS VARIANT) END;
CREATE MACRO recursive_path(below, p) AS CASE WHEN p = '' THEN ltrim(system.main.substr(below, 2), '.')
	ELSE p || system.main.substr(below, 2) END;
CREATE MACRO split_rows(parts) AS list_transform(parts, lambda e, i: {'seq': 1, 'index': i, 'value': e});

-- Aggregates of them

CREATE MACRO object_agg(k, v) AS list_transform([list({'key': k, 'text': text_of(v)})], lambda pairs:
	object_of(list_transform(pairs, lambda p: p.key), list_transform(pairs, lambda p: p.text)))[1];
CREATE MACRO array_union_agg(x) AS list_distinct(flatten(list(elements(x))));
