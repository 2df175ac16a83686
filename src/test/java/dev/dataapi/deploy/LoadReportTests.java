package dev.dataapi.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The load test's verdict on made-up results. */
@Tag("deploy")
class LoadReportTests {

	private static final String HEADER = "timeStamp,elapsed,label,responseCode,responseMessage,success\n";

	private static URLClassLoader loader;

	private static Method judge;

	@TempDir
	private Path folder;

	/**
	 * The program is outside the source folders, so that it runs without a build. It is
	 * compiled here as the launcher does it.
	 */
	@BeforeAll
	static void compile(@TempDir Path classes) throws Exception {
		int status = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-d", classes.toString(), "jmeter/LoadReport.java");
		assertThat(status).isZero();
		loader = new URLClassLoader(new URL[] { classes.toUri().toURL() });
		judge = loader.loadClass("LoadReport")
			.getDeclaredMethod("judge", Path.class, int.class, long.class, PrintStream.class);
		judge.setAccessible(true);
	}

	@AfterAll
	static void closeClasses() throws IOException {
		loader.close();
	}

	@Test
	void verdictWhenFastAndWholeIsPass() throws Exception {
		Verdict verdict = judge(rows(100), 100, 900);
		assertThat(verdict.status()).isZero();
		assertThat(verdict.text()).contains("requests 100, errors 0, 9.2 requests/s over 10.9 s",
				"P50 500 ms, P90 900 ms, P95 950 ms, P99 990 ms, longest 1000 ms", "PASSED");
	}

	@Test
	void verdictWhenNinetiethPercentileIsOverLimitIsFailure() throws Exception {
		assertThat(judge(rows(100), 100, 899).status()).isOne();
	}

	@Test
	void verdictWhenOneRequestFailedIsFailure() throws Exception {
		Verdict verdict = judge(rows(100) + "1000,5,HTTP Request,503,\"Busy, come \"\"back\"\"\",false\n", 100, 900);
		assertThat(verdict.status()).isOne();
		assertThat(verdict.text()).contains("errors 1");
	}

	@Test
	void verdictWhenRequestsAreMissingIsFailure() throws Exception {
		assertThat(judge(rows(99), 100, 900).status()).isOne();
	}

	@Test
	void verdictWhenNothingRanIsFailure() throws Exception {
		Verdict verdict = judge("", 100, 900);
		assertThat(verdict.status()).isOne();
		assertThat(verdict.text()).contains("no request");
	}

	/** Row i starts at 100 i and takes 10 i milliseconds. */
	private static String rows(int count) {
		return IntStream.rangeClosed(1, count)
			.mapToObj((i) -> "%d,%d,HTTP Request,200,OK,true\n".formatted(i * 100, i * 10))
			.collect(Collectors.joining());
	}

	private Verdict judge(String rows, int requests, long limit) throws ReflectiveOperationException, IOException {
		Path result = Files.writeString(this.folder.resolve("result.csv"), HEADER + rows);
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		int status = (int) judge.invoke(null, result, requests, limit,
				new PrintStream(text, true, StandardCharsets.UTF_8));
		return new Verdict(status, text.toString(StandardCharsets.UTF_8));
	}

	private record Verdict(int status, String text) {

	}

}
