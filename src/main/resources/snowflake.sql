-- Snowflake's functions on DuckDB: settings and macros, run once before the database is locked.
-- A macro takes the place of the built-in function of its name, which stays reachable as system.main.name.
-- No parameter has a type: a macro is chosen before an aggregate or a bound value has one. What depends on the type
-- asks typeof(x), which is a constant once x has a type; cast_to_type(x, y) gives x the type of y.

-- Session

SET GLOBAL default_null_order = 'NULLS_LAST_ON_ASC_FIRST_ON_DESC';

-- Text

-- A timestamp has milliseconds, a double no .0, an array is JSON, and a string of a VARIANT has no quotes
CREATE MACRO to_varchar(x) AS CASE
	WHEN typeof(x) = 'VARCHAR' THEN CAST(x AS VARCHAR)
	WHEN typeof(x) LIKE 'TIMESTAMP%' THEN strftime(TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g')
	WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN system.main.regexp_replace(CAST(x AS VARCHAR), '\.0$', '')
	WHEN typeof(x) LIKE '%[]' THEN CAST(to_json(x) AS VARCHAR)
	ELSE CAST(x AS VARCHAR) END;
CREATE MACRO to_char(x) AS to_varchar(x);
CREATE MACRO joined(s, texts) AS CASE WHEN list_count(texts) = len(texts) THEN array_to_string(texts, s) END;
CREATE MACRO split_part(s, d, n) AS CASE
	WHEN d = '' THEN CASE WHEN n IN (0, 1, -1) THEN s ELSE '' END
	ELSE system.main.split_part(s, d, CASE WHEN n = 0 THEN 1 ELSE CAST(n AS BIGINT) END) END;
-- Each character of d separates; the first of them stands for all
CREATE MACRO tokens_of(s, d) AS list_filter(
	string_split(translate(s, d, repeat(system.main."left"(d, 1), CAST(length(d) AS INTEGER))), system.main."left"(d, 1)),
	lambda part: part <> '');
CREATE MACRO strtok(s) AS tokens_of(s, ' ')[1], (s, d) AS tokens_of(s, d)[1], (s, d, n) AS tokens_of(s, d)[CAST(n AS BIGINT)];
CREATE MACRO strtok_to_array(s) AS tokens_of(s, ' '), (s, d) AS tokens_of(s, d);
CREATE MACRO split(s, d) AS string_split(s, d);
CREATE MACRO initcap(s) AS array_to_string(list_transform(regexp_extract_all(lower(s), '[\p{L}\p{N}]+|[^\p{L}\p{N}]+'),
	lambda word: upper(system.main."left"(word, 1)) || system.main.substr(word, 2)), '');
CREATE MACRO substr(s, p) AS system.main.substr(s, CASE WHEN p = 0 THEN 1 ELSE CAST(p AS BIGINT) END),
	(s, p, n) AS system.main.substr(s, CASE WHEN p = 0 THEN 1 ELSE CAST(p AS BIGINT) END,
		CASE WHEN n < 0 THEN 0 ELSE CAST(n AS BIGINT) END);
CREATE MACRO substring(s, p) AS substr(s, p), (s, p, n) AS substr(s, p, n);
CREATE MACRO "left"(s, n) AS CASE WHEN n < 0 THEN '' ELSE system.main."left"(s, CAST(n AS BIGINT)) END;
CREATE MACRO "right"(s, n) AS CASE WHEN n < 0 THEN '' ELSE system.main."right"(s, CAST(n AS BIGINT)) END;
CREATE MACRO charindex(part, s) AS instr(s, part),
	(part, s, p) AS CASE instr(substr(s, p), part) WHEN 0 THEN 0 ELSE instr(substr(s, p), part) + p - 1 END;
CREATE MACRO startswith(s, part) AS starts_with(s, part);
CREATE MACRO endswith(s, part) AS ends_with(s, part);
CREATE MACRO insert_text(s, p, n, part) AS substr(s, 1, p - 1) || part || substr(s, p + n);
CREATE MACRO lpad(s, n) AS system.main.lpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), ' '),
	(s, n, part) AS system.main.lpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), part);
CREATE MACRO rpad(s, n) AS system.main.rpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), ' '),
	(s, n, part) AS system.main.rpad(CAST(s AS VARCHAR), CAST(system.main.greatest(n, 0) AS INTEGER), part);
CREATE MACRO replace(s, part) AS system.main.replace(s, part, ''), (s, part, other) AS system.main.replace(s, part, other);
CREATE MACRO repeat(s, n) AS system.main.repeat(s, CAST(n AS BIGINT));
CREATE MACRO space(n) AS repeat(' ', n);
CREATE MACRO chr(n) AS system.main.chr(CAST(n AS INTEGER));
CREATE MACRO unicode(s) AS CASE WHEN s = '' THEN 0 ELSE system.main.unicode(s) END;
-- DuckDB has the capital sharp s
CREATE MACRO upper(s) AS system.main.upper(system.main.replace(s, 'ß', 'SS'));
CREATE MACRO jarowinkler_similarity(a, b) AS
	CAST(system.main.round(jaro_winkler_similarity(system.main.upper(a), system.main.upper(b)) * 100) AS INTEGER);
CREATE MACRO editdistance(a, b) AS levenshtein(a, b), (a, b, most) AS system.main.least(levenshtein(a, b), most);
CREATE MACRO base64_encode(s) AS to_base64(encode(s));
CREATE MACRO base64_decode_string(s) AS system.main.decode(from_base64(s));
CREATE MACRO hex_encode(s) AS hex(s);
CREATE MACRO hex_decode_string(s) AS system.main.decode(unhex(s));
CREATE MACRO sha2(s) AS sha256(s), (s, n) AS CASE WHEN n = 256 THEN sha256(s) ELSE error('SHA2: 256 bits only') END;
CREATE MACRO sha2_hex(s) AS sha256(s), (s, n) AS CASE WHEN n = 256 THEN sha256(s) ELSE error('SHA2: 256 bits only') END;
CREATE MACRO md5_hex(s) AS md5(s);
CREATE MACRO sha1_hex(s) AS sha1(s);
CREATE MACRO octet_length(s) AS strlen(s);
CREATE MACRO regexp_like(s, p) AS regexp_full_match(s, p), (s, p, f) AS regexp_full_match(s, p, f);
CREATE MACRO rlike(s, p) AS regexp_full_match(s, p), (s, p, f) AS regexp_full_match(s, p, f);
-- Snowflake replaces each match
CREATE MACRO regexp_replace(s, p) AS system.main.regexp_replace(s, p, '', 'g'),
	(s, p, r) AS system.main.regexp_replace(s, p, r, 'g');
CREATE MACRO regexp_substr(s, p) AS regexp_extract_all(s, p)[1],
	(s, p, q) AS regexp_extract_all(substr(s, q), p)[1],
	(s, p, q, n) AS regexp_extract_all(substr(s, q), p)[CAST(n AS BIGINT)];
CREATE MACRO regexp_substr_all(s, p) AS regexp_extract_all(s, p);
CREATE MACRO regexp_count(s, p) AS len(regexp_extract_all(s, p)),
	(s, p, q) AS len(regexp_extract_all(system.main.substr(s, q), p));
CREATE MACRO regexp_instr(s, p) AS CASE
	WHEN regexp_matches(s, p) THEN length(regexp_extract(s, '(?s)^(.*?)(?:' || p || ')', 1)) + 1 ELSE 0 END;
CREATE MACRO like_any(s, patterns) AS list_bool_or(list_transform(patterns, lambda p: s LIKE p));
CREATE MACRO like_all(s, patterns) AS list_bool_and(list_transform(patterns, lambda p: s LIKE p));

-- Numbers

-- How many decimals a quotient has, by those of the dividend
CREATE MACRO scale_of(x) AS coalesce(TRY_CAST(regexp_extract(typeof(x), ',([0-9]+)', 1) AS INTEGER), 0);
CREATE MACRO quotient_scale(x) AS system.main.greatest(scale_of(x), system.main.least(12, scale_of(x) + 6));
CREATE MACRO is_double(a, b) AS typeof(a) IN ('DOUBLE', 'FLOAT', 'VARIANT', 'VARCHAR')
	OR typeof(b) IN ('DOUBLE', 'FLOAT', 'VARIANT', 'VARCHAR');
-- An exact number without its point; up to 2^52 a double holds it, and rounds a quotient of two of them as it should be
CREATE MACRO shift(n) AS CAST('1e' || n AS DOUBLE);
CREATE MACRO double_digits(x) AS system.main.round(TRY_CAST(x AS DOUBLE) * shift(scale_of(x)));
CREATE MACRO dividend(a, b) AS double_digits(a) * shift(quotient_scale(a) - scale_of(a) + scale_of(b));
CREATE MACRO double_quotient(a, b) AS CASE WHEN is_double(a, b)
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
	WHEN is_double(a, b) OR abs(dividend(a, b)) < 4500000000000000
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
CREATE MACRO to_number(x) AS CAST(CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p) AS CAST(CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p, s) AS system.main.round(CAST(x AS DECIMAL(38, 12)), s);
CREATE MACRO to_decimal(x) AS CAST(CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p) AS CAST(CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p, s) AS system.main.round(CAST(x AS DECIMAL(38, 12)), s);
CREATE MACRO to_numeric(x) AS CAST(CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p) AS CAST(CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p, s) AS system.main.round(CAST(x AS DECIMAL(38, 12)), s);
CREATE MACRO try_to_number(x) AS CAST(TRY_CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p) AS CAST(TRY_CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p, s) AS system.main.round(TRY_CAST(x AS DECIMAL(38, 12)), s);
CREATE MACRO try_to_decimal(x) AS CAST(TRY_CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p) AS CAST(TRY_CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p, s) AS system.main.round(TRY_CAST(x AS DECIMAL(38, 12)), s);
CREATE MACRO try_to_numeric(x) AS CAST(TRY_CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p) AS CAST(TRY_CAST(x AS DECIMAL(38, 0)) AS HUGEINT),
	(x, p, s) AS system.main.round(TRY_CAST(x AS DECIMAL(38, 12)), s);
CREATE MACRO to_double(x) AS CAST(x AS DOUBLE);
CREATE MACRO try_to_double(x) AS TRY_CAST(x AS DOUBLE);
CREATE MACRO to_boolean(x) AS CASE lower(CAST(x AS VARCHAR)) WHEN 'on' THEN TRUE WHEN 'off' THEN FALSE
	ELSE CAST(x AS BOOLEAN) END;
CREATE MACRO try_to_boolean(x) AS CASE lower(CAST(x AS VARCHAR)) WHEN 'on' THEN TRUE WHEN 'off' THEN FALSE
	ELSE TRY_CAST(x AS BOOLEAN) END;
CREATE MACRO round(x) AS system.main.round(x), (x, n) AS system.main.round(x, n),
	(x, n, m) AS CASE upper(m) WHEN 'HALF_TO_EVEN' THEN round_even(x, n)
		WHEN 'HALF_AWAY_FROM_ZERO' THEN system.main.round(x, n) ELSE error('ROUND: ' || m) END;
CREATE MACRO truncate(x) AS system.main.trunc(x), (x, n) AS system.main.trunc(x, n);
CREATE MACRO ceil(x) AS system.main.ceil(x),
	(x, n) AS system.main.round(CAST(system.main."/"(system.main.ceil(x * shift(n)), shift(n)) AS DECIMAL(38, 12)), n);
CREATE MACRO floor(x) AS system.main.floor(x),
	(x, n) AS system.main.round(CAST(system.main."/"(system.main.floor(x * shift(n)), shift(n)) AS DECIMAL(38, 12)), n);
CREATE MACRO square(x) AS CAST(x AS DOUBLE) * CAST(x AS DOUBLE);
CREATE MACRO bitand(a, b) AS CAST(a AS BIGINT) & CAST(b AS BIGINT);
CREATE MACRO bitor(a, b) AS CAST(a AS BIGINT) | CAST(b AS BIGINT);
CREATE MACRO bitxor(a, b) AS system.main.xor(CAST(a AS BIGINT), CAST(b AS BIGINT));
CREATE MACRO bitnot(a) AS ~CAST(a AS BIGINT);
CREATE MACRO bitshiftleft(a, b) AS CAST(a AS BIGINT) << CAST(b AS BIGINT);
CREATE MACRO bitshiftright(a, b) AS CAST(a AS BIGINT) >> CAST(b AS BIGINT);
CREATE MACRO width_bucket(x, low, high, n) AS CASE WHEN x < low THEN 0 WHEN x >= high THEN n + 1
	ELSE CAST(system.main.floor(system.main."/"((x - low) * n, high - low)) AS INTEGER) + 1 END;
-- An integer of 64 bits, other values than Snowflake's
CREATE MACRO random() AS CAST((system.main.random() - 0.5) * 18446744073709549568 AS BIGINT),
	(seed) AS CAST((system.main.random() - 0.5) * 18446744073709549568 AS BIGINT);
CREATE MACRO uniform(a, b, g) AS CAST(system.main.floor(a + (b - a + 1) * system.main.random()) AS BIGINT);
CREATE MACRO zeroifnull(x) AS coalesce(x, 0);
CREATE MACRO nullifzero(x) AS nullif(x, 0);

-- Conditions

CREATE MACRO iff(c, a, b) AS CASE WHEN c THEN a ELSE b END;
CREATE MACRO nvl(a, b) AS coalesce(a, b);
CREATE MACRO nvl2(a, b, c) AS CASE WHEN a IS NOT NULL THEN b ELSE c END;
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
CREATE MACRO parts_between(p, x, y) AS system.main.date_diff(p, CAST(x AS TIMESTAMP), CAST(y AS TIMESTAMP));
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
CREATE MACRO next_day(d, name) AS CAST(d AS DATE) + CAST((day_number(name) - isodow(d) + 6) % 7 + 1 AS INTEGER);
CREATE MACRO previous_day(d, name) AS CAST(d AS DATE) - CAST((isodow(d) - day_number(name) + 6) % 7 + 1 AS INTEGER);
CREATE MACRO monthname(d) AS strftime(d, '%b');
CREATE MACRO dayname(d) AS strftime(d, '%a');
CREATE MACRO dayofweekiso(d) AS isodow(d);
CREATE MACRO weekiso(d) AS system.main.weekofyear(d);
CREATE MACRO yearofweek(d) AS isoyear(d);
CREATE MACRO yearofweekiso(d) AS isoyear(d);
-- Parts out of their range roll over
CREATE MACRO date_from_parts(y, m, d) AS
	CAST(make_date(CAST(y AS INTEGER), 1, 1) + to_months(CAST(m - 1 AS INTEGER)) AS DATE) + CAST(d - 1 AS INTEGER);
CREATE MACRO datefromparts(y, m, d) AS date_from_parts(y, m, d);
CREATE MACRO timestamp_from_parts(y, m, d, h, mi, s) AS CAST(date_from_parts(y, m, d) AS TIMESTAMP)
	+ to_hours(CAST(h AS BIGINT)) + to_minutes(CAST(mi AS BIGINT)) + to_seconds(s),
	(d, t) AS CAST(d AS DATE) + CAST(t AS TIME);
CREATE MACRO timestamp_ntz_from_parts(y, m, d, h, mi, s) AS timestamp_from_parts(y, m, d, h, mi, s),
	(d, t) AS timestamp_from_parts(d, t);
CREATE MACRO time_from_parts(h, mi, s) AS make_time(CAST(h AS BIGINT), CAST(mi AS BIGINT), CAST(s AS DOUBLE));
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
CREATE MACRO timestamp_of_count(n) AS make_timestamp(CASE
	WHEN abs(n) < 31536000000 THEN n * 1000000 WHEN abs(n) < 31536000000000 THEN n * 1000
	WHEN abs(n) < 31536000000000000 THEN n ELSE divide(n, 1000) END);
CREATE MACRO to_timestamp(x) AS CASE
	WHEN TRY_CAST(CAST(x AS VARCHAR) AS BIGINT) IS NOT NULL THEN timestamp_of_count(TRY_CAST(CAST(x AS VARCHAR) AS BIGINT))
	ELSE CAST(CAST(x AS VARCHAR) AS TIMESTAMP) END;
CREATE MACRO to_timestamp_ntz(x) AS to_timestamp(x);
CREATE MACRO try_to_timestamp(x) AS TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP);
CREATE MACRO try_to_timestamp_ntz(x) AS TRY_CAST(CAST(x AS VARCHAR) AS TIMESTAMP);
-- DuckDB wants -05:00 for -0500, right after the time
CREATE MACRO to_timestamp_tz(x) AS
	CAST(system.main.regexp_replace(CAST(x AS VARCHAR), ' ?([+-][0-9]{2}):?([0-9]{2})$', '\1:\2') AS TIMESTAMPTZ);
CREATE MACRO to_timestamp_ltz(x) AS to_timestamp_tz(x);
CREATE MACRO to_date(x) AS CASE WHEN typeof(x) = 'DATE' THEN TRY_CAST(x AS DATE) ELSE CAST(to_timestamp(x) AS DATE) END;
CREATE MACRO try_to_date(x) AS TRY_CAST(CAST(x AS VARCHAR) AS DATE);
CREATE MACRO to_time(x) AS CAST(x AS TIME);
CREATE MACRO convert_timezone(f, t, x) AS timezone(t, timezone(f, CAST(x AS TIMESTAMP))),
	(t, x) AS timezone(t, CAST(x AS TIMESTAMPTZ));
CREATE MACRO getdate() AS now();
CREATE MACRO systimestamp() AS now();
CREATE MACRO sysdate() AS CAST(timezone('UTC', now()) AS TIMESTAMP);

-- Aggregates

CREATE MACRO whole_row(texts) AS CASE WHEN list_count(texts) = len(texts) THEN texts END;
CREATE MACRO without_nulls(list) AS coalesce(list_filter(list, lambda e: e IS NOT NULL), []);
CREATE MACRO approx_percentile(x, p) AS CAST(quantile_cont(CAST(x AS DOUBLE), p) AS DOUBLE);
CREATE MACRO object_agg(k, v) AS json_group_object(k, v);
CREATE MACRO booland_agg(x) AS bool_and(CAST(x AS BOOLEAN));
CREATE MACRO boolor_agg(x) AS bool_or(CAST(x AS BOOLEAN));
CREATE MACRO bitand_agg(x) AS bit_and(x);
CREATE MACRO bitor_agg(x) AS bit_or(x);
CREATE MACRO bitxor_agg(x) AS bit_xor(x);
CREATE MACRO variance_pop(x) AS var_pop(x);
CREATE MACRO variance_samp(x) AS var_samp(x);
CREATE MACRO array_unique_agg(x) AS list(DISTINCT x) FILTER (x IS NOT NULL);
CREATE MACRO kurtosis(x) AS CAST(system.main.kurtosis(x) AS DECIMAL(38, 12));

-- Arrays are lists, objects are VARIANT or JSON

CREATE MACRO parse_json(s) AS CAST(CAST(s AS JSON) AS VARIANT);
CREATE MACRO try_parse_json(s) AS CAST(TRY_CAST(s AS JSON) AS VARIANT);
CREATE MACRO to_variant(x) AS CAST(x AS VARIANT);
CREATE MACRO to_object(x) AS CAST(x AS VARIANT);
CREATE MACRO json_of(x) AS CAST(CAST(x AS VARIANT) AS JSON);
CREATE MACRO variant_at(v, k) AS variant_extract(CAST(v AS VARIANT), k);
CREATE MACRO variant_get(v, k) AS CASE WHEN typeof(k) IN ('VARCHAR', 'STRING_LITERAL')
	THEN CAST(json_extract(json_of(v), '$."' || k || '"') AS VARIANT)
	ELSE CAST(json_extract(json_of(v), '$[' || k || ']') AS VARIANT) END;
CREATE MACRO get_path(v, p) AS CAST(json_extract(json_of(v), '$.' || p) AS VARIANT);
CREATE MACRO kind_of(v) AS CASE json_type(json_of(v)) WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER'
	WHEN 'DOUBLE' THEN 'DECIMAL' WHEN 'NULL' THEN 'NULL_VALUE' ELSE json_type(json_of(v)) END;
CREATE MACRO without_nulls_of(o) AS json_merge_patch('{}', o);
CREATE MACRO object_keys(o) AS json_keys(json_of(o));
CREATE MACRO array_size(a) AS CAST(json_array_length(json_of(a)) AS BIGINT);
CREATE MACRO texts_of(a) AS CAST(CAST(a AS VARIANT) AS VARCHAR[]);
CREATE MACRO array_contains(v, a) AS list_contains(texts_of(a), to_varchar(v));
CREATE MACRO array_position(v, a) AS nullif(list_position(texts_of(a), to_varchar(v)), 0) - 1;
CREATE MACRO array_slice(a, f, t) AS system.main.array_slice(a, f + 1, t);
CREATE MACRO array_cat(a, b) AS list_concat(a, b);
CREATE MACRO array_append(a, x) AS list_append(a, x);
CREATE MACRO array_prepend(a, x) AS list_prepend(x, a);
CREATE MACRO array_distinct(a) AS list_distinct(a);
CREATE MACRO array_compact(a) AS list_filter(a, lambda e: e IS NOT NULL);
CREATE MACRO array_min(a) AS list_min(a);
CREATE MACRO array_max(a) AS list_max(a);
CREATE MACRO arrays_overlap(a, b) AS list_has_any(a, b);
CREATE MACRO array_intersection(a, b) AS list_intersect(a, b);
CREATE MACRO array_to_string(a, s) AS system.main.array_to_string(texts_of(a), s);
CREATE MACRO is_array(v) AS json_type(json_of(v)) = 'ARRAY';
CREATE MACRO is_object(v) AS json_type(json_of(v)) = 'OBJECT';
CREATE MACRO flattened(v) AS CASE json_type(json_of(v))
	WHEN 'ARRAY' THEN list_transform(CAST(json_of(v) AS JSON[]), lambda e, i:
		{'key': CAST(NULL AS VARCHAR), 'path': '[' || (i - 1) || ']', 'index': i - 1, 'value': CAST(e AS VARIANT)})
	WHEN 'OBJECT' THEN list_transform(json_keys(json_of(v)), lambda k:
		{'key': k, 'path': k, 'index': CAST(NULL AS BIGINT),
			'value': CAST(json_extract(json_of(v), '$."' || k || '"') AS VARIANT)}) END;
CREATE MACRO flattened_outer(v) AS CASE WHEN len(flattened(v)) > 0 THEN flattened(v) ELSE
	[{'key': CAST(NULL AS VARCHAR), 'path': CAST(NULL AS VARCHAR), 'index': CAST(NULL AS BIGINT),
		'value': CAST(NULL AS VARIANT)}] END;
