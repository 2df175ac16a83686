package dev.dataapi.declared;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.dataapi.KeepAliveConnection;
import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generated and hostile requests to endpoints of all types, over Snowflake's driver: none
 * may fail, and no statement may differ from those known at the start.
 */
@Timeout(600)
class EndpointRequestTests {

	private static final long SEED = 20_261_125;

	private static final int CONNECTIONS = 4;

	private static final int ROUNDS = 5;

	private static final int REQUESTS = 20_000;

	private static final List<String> COLUMNS = List.of("T", "I", "N", "D", "M", "B", "DT", "TS", "TZ");

	private static final List<String> VALUES = List.of("a", "x", "1", "-1", "0", "007", "9223372036854775807",
			"99999999999999999999", "0.1", "1.50", "-0.01", "1e9", "true", "false", "TRUE", "1995-01-01", "9999-12-31",
			"1582-10-15", "1582-10-14", "1995-13-01", "1995-01-01T00:00:00", "1995-01-01T12:34:56.123456789",
			"1995-01-01T00:00:00Z", "1995-01-01T00:00%2B05:30", "%F0%9F%98%80", "%20", "+", "%2C", "%7E", "%2F", "%5C",
			"%3B", "%25", "%27", "%22", "%00", "%zz", "%", "%C0%AF", "a%20b", "", "NULL", "null", "NaN", "Infinity",
			"a".repeat(1000), "a".repeat(1001), "%E2%82%AC".repeat(400), "--", "%2F*", "?", "$1", ":p", "{{p}}");

	private static final List<String> JSON_VALUES = List.of("\"a\"", "\"\"", "\"x,y~z\"", "\"\\u0000\"", "\"\\ud800\"",
			"\"\\ud83d\\ude00\"", "1", "-1", "0", "9223372036854775807", "99999999999999999999", "0.1", "1.50", "-0.01",
			"1e9", "true", "false", "null", "[]", "{}", "[[1]]", "\"1995-01-01\"", "\"1995-01-01T00:00:00\"",
			"\"1995-01-01T00:00:00+05:30\"", "\"1.5\"", "\"true\"", "\"" + "a".repeat(1001) + "\"");

	private static final List<String> SEPARATORS = List.of(",", "~", "~1,", "%2C", "~2~", "&p=", "&p[]=", "&p%5B%5D=",
			"&", "=", ";", "");

	private static final List<String> HEADERS = List.of("", "", "", "", "Cache-Control: no-cache\r\n",
			"Cache-Control: only-if-cached\r\n", "If-None-Match: *\r\n", "Accept-Encoding: gzip\r\n",
			"Accept: text/html\r\n", "Accept: text/csv\r\n",
			"Accept: application/x-ndjson\r\nAccept-Encoding: gzip\r\n",
			"Accept: text/*;q=0.5, application/json;q=0.4\r\n");

	private static final List<String> FORMATS = List.of("csv", "ndjson", "excel", "json", "", "xml", "csv&format=csv");

	private static SnowflakeAccount account;

	private static RunningService service;

	private static Set<String> known;

	/** Where pages begin. */
	private static final List<String> AFTERS = new ArrayList<>();

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		account = new SnowflakeAccount().table(TypeMatrixContract.TABLE, TypeMatrixContract.DEFINITION,
				TypeMatrixContract.ROWS);
		service = account.start(EndpointFiles.setting(directory, TypeMatrixContract.DECLARED),
				"data-api.lookup.deadline=60s", "data-api.report.deadline=60s");
		known = account.texts();
		for (int size = 1; size < 5; size++) {
			String link = service.get("/reports/pages?size=" + size).headers().get("link");
			AFTERS.add(link.substring(link.indexOf("after=") + "after=".length(), link.indexOf('>')));
		}
	}

	@AfterAll
	static void stop() {
		service.close();
		account.close();
	}

	@BeforeEach
	void reset() {
		account.server().reset();
	}

	@Test
	void anyRequestGetsAnAnswerThatIsNoFailure(TestReporter reporter) throws Exception {
		Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
		Map<String, String> faults = new ConcurrentSkipListMap<>();
		Set<String> sent = new HashSet<>();
		for (int round = 0; round < ROUNDS; round++) {
			List<Callable<Void>> callers = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				long seed = SEED + round * CONNECTIONS + i;
				callers.add(() -> call(new Random(seed), statuses, faults));
			}
			try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
				for (Future<Void> caller : threads.invokeAll(callers, 5, TimeUnit.MINUTES)) {
					caller.get();
				}
			}
			// the server keeps the newest ten thousand
			assertThat(account.server().requests().statements()).hasSizeLessThan(10_000);
			sent.addAll(account.texts());
			account.server().reset();
		}
		reporter.publishEntry("seed " + SEED, statuses + ", " + sent.size() + " of " + known.size() + " statements");
		assertThat(faults).as("the first request of each fault").isEmpty();
		assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(REQUESTS);
		assertThat(statuses).containsKeys(200, 304, 400, 404, 406, 415);
		assertThat(statuses.get(200)).isGreaterThan(REQUESTS / 10);
		assertThat(known).containsAll(sent);
	}

	private static Void call(Random random, Map<Integer, Integer> statuses, Map<String, String> faults)
			throws IOException {
		try (KeepAliveConnection connection = new KeepAliveConnection(service.port())) {
			for (int i = 0; i < REQUESTS / CONNECTIONS / ROUNDS; i++) {
				boolean post = random.nextInt(4) == 0;
				String path = post ? path(random) : target(random);
				String target = path;
				if (random.nextInt(4) == 0) {
					target += (target.contains("?") ? "&" : "?") + "format=" + one(random, FORMATS);
				}
				String headers = one(random, HEADERS);
				RawRequest.Answer answer = connection.send(post ? posted(target, headers, body(random, path))
						: "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
				statuses.merge(answer.status(), 1, Integer::sum);
				boolean notCached = answer.status() == 504 && headers.contains("only-if-cached");
				if (answer.status() >= 500 && !notCached) {
					faults.putIfAbsent(Integer.toString(answer.status()), target + " " + headers + answer);
				}
				boolean problem = answer.headers()
					.getOrDefault("content-type", "")
					.startsWith("application/problem+json");
				if (answer.status() >= 400 && !problem) {
					faults.putIfAbsent(answer.status() + " is no problem", target + " " + headers + answer);
				}
			}
		}
		return null;
	}

	private static String target(Random random) {
		String column = one(random, COLUMNS);
		String values = values(random);
		return switch (random.nextInt(7)) {
			case 0 -> "/rows/" + (random.nextBoolean() ? random.nextInt(7) + "," + random.nextInt(7) : values);
			case 1 -> "/by_" + column + "/" + values.replace("?", "%3F") + (random.nextInt(4) > 0 ? "~1" : "");
			case 2 -> "/reports/is_" + column + (random.nextInt(9) > 0 ? "?p=" : "?q=") + values;
			case 3 -> "/reports/in_" + column + (random.nextInt(9) > 0 ? "?p=" : "?") + values;
			case 4 -> "/reports/sorted?sort=" + (random.nextInt(3) > 0 ? one(random, List.of("up", "down")) : values);
			case 5 -> "/reports/pages?size=" + one(random, List.of("1", "2", "9", "0", "10", ""))
					+ (random.nextInt(3) > 0 ? "" : "&p=" + values) + after(random);
			default -> "/reports/all" + (random.nextInt(3) > 0 ? "" : "?" + values);
		};
	}

	/** One that is good, altered or none. */
	private static String after(Random random) {
		String after = one(random, AFTERS);
		int at = random.nextInt(after.length());
		return switch (random.nextInt(4)) {
			case 0 -> "&after=" + after.substring(0, at)
					+ one(random, VALUES).replace("%zz", "%2").replace("{", "%7B").replace("}", "%7D")
					+ after.substring(at);
			case 1 -> "&after=" + values(random);
			case 2 -> "&after=" + after;
			default -> "";
		};
	}

	/** What takes a body. */
	private static String path(Random random) {
		String column = one(random, COLUMNS);
		return switch (random.nextInt(7)) {
			case 0 -> "/rows";
			case 1 -> "/by_" + column;
			case 2 -> "/reports/is_" + column;
			case 3 -> "/reports/in_" + column;
			case 4 -> "/reports/sorted";
			case 5 -> "/reports/pages";
			default -> "/reports/all";
		};
	}

	private static String body(Random random, String path) {
		String value = one(random, JSON_VALUES);
		String values = "[" + value + ", " + one(random, JSON_VALUES) + "]";
		String body = switch (path.replaceFirst("_.*", "")) {
			case "/rows" -> "{\"keys\": [" + random.nextInt(7) + ", " + random.nextInt(7) + "]}";
			case "/by" -> "{\"keys\": [{\"key\": " + value + ", \"id\": 1}]}";
			case "/reports/is" -> "{\"p\": " + value + "}";
			case "/reports/in" -> "{\"p\": " + values + "}";
			case "/reports/sorted" -> "{\"sort\": " + (random.nextBoolean() ? value : "\"up\"") + "}";
			case "/reports/pages" -> "{\"size\": " + (random.nextBoolean() ? value : "2") + ", \"after\": "
					+ (random.nextBoolean() ? value : '"' + one(random, AFTERS) + '"') + "}";
			default -> "{}";
		};
		return (random.nextInt(4) == 0) ? ValueTypeTests.mutated(body, random).replaceAll("[^ -~]", "?") : body;
	}

	private static String posted(String path, String headers, String body) {
		return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
				+ (body.endsWith("}}") ? "" : "Content-Type: application/json\r\n") + "Content-Length: " + body.length()
				+ "\r\n\r\n" + body;
	}

	private static String values(Random random) {
		StringBuilder values = new StringBuilder(one(random, VALUES));
		while (random.nextInt(3) == 0) {
			values.append(one(random, SEPARATORS)).append(one(random, VALUES));
		}
		// HTTP clients would encode these
		return values.toString().replace("{", "%7B").replace("}", "%7D").replace("%zz", "%2");
	}

	private static <T> T one(Random random, List<T> list) {
		return list.get(random.nextInt(list.size()));
	}

	@Test
	void hostileValuesChangeNoStatement() throws IOException {
		List<String> corpus = corpus();
		assertThat(corpus).hasSizeGreaterThanOrEqualTo(200).doesNotHaveDuplicates();
		Set<String> bound = new HashSet<>();
		int accepted = 0;
		int posted = 0;
		try (KeepAliveConnection connection = new KeepAliveConnection(service.port())) {
			for (String value : corpus) {
				String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
				for (String column : COLUMNS) {
					for (String target : List.of("/by_" + column + "/" + encoded + "~1",
							"/reports/is_" + column + "?p=" + encoded, "/reports/in_" + column + "?p=" + encoded + ",a",
							"/reports/in_" + column + "?p[]=a&p%5B%5D=" + encoded, "/reports/pages?after=" + encoded,
							"/reports/pages?size=" + encoded, "/reports/sorted?sort=" + encoded)) {
						RawRequest.Answer answer = connection
							.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
						assertThat(answer.status()).as(target + answer).isIn(200, 400);
						accepted += (answer.status() == 200) ? 1 : 0;
					}
					String json = new String(new JsonMapper().writeValueAsBytes(value), StandardCharsets.ISO_8859_1);
					for (String request : List.of(
							posted("/by_" + column, "", "{\"keys\": [{\"key\": " + json + ", \"id\": 1}]}"),
							posted("/reports/is_" + column, "", "{\"p\": " + json + "}"),
							posted("/reports/in_" + column, "", "{\"p\": [" + json + ", \"a\"]}"),
							posted("/reports/pages", "", "{\"after\": " + json + "}"),
							posted("/reports/sorted", "", "{\"sort\": " + json + "}"),
							posted("/reports/all", "", "{" + json + ": 1}"))) {
						RawRequest.Answer answer = connection.send(request);
						assertThat(answer.status()).as(request + answer).isIn(200, 400);
						posted += (answer.status() == 200) ? 1 : 0;
					}
				}
				account.server()
					.requests()
					.statements()
					.forEach((statement) -> bound.addAll(statement.binds().values()));
				assertThat(known).containsAll(account.texts());
				account.server().reset();
			}
		}
		// text accepts them all, as a key, as a parameter and in a list
		assertThat(accepted).isGreaterThanOrEqualTo(4 * corpus.size());
		assertThat(posted).isGreaterThanOrEqualTo(3 * corpus.size());
		assertThat(bound).containsAll(corpus.stream().map((value) -> "TEXT:" + value).collect(Collectors.toSet()));
		assertThat(service.get("/rows/1,2,3,4,5").body()).contains("\"T\":\"a\"");
	}

	/**
	 * What closes a text, a number or a comment, before what would then be a statement.
	 */
	static List<String> corpus() {
		List<String> openings = List.of("'", "\"", "1", "a'", "')", "'))", "*/", "$$", "\\'", "''", "1)", "-1", "`",
				"%27", "\u2019", "1995-01-01'", "true'", "{{p}}", "?", ";");
		List<String> attacks = List.of(" OR 1=1 --", " OR 'x'='x", "; DROP TABLE api.data.declared_types; --",
				" UNION SELECT * FROM api.data.hybrid_customer --", "; SELECT SYSTEM$WAIT(30) --",
				" AND (SELECT COUNT(*) FROM api.data.hybrid_customer) > 0 /*", "::VARCHAR || 'x' --", " ->> SELECT 1",
				"); DELETE FROM api.data.declared_types WHERE (1=1", "\n;SHOW TABLES;\n", " LIMIT 1 OFFSET 1 //");
		return openings.stream().flatMap((opening) -> attacks.stream().map(opening::concat)).toList();
	}

}
