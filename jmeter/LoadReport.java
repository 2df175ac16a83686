import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Judges a JMeter result file (CSV): prints its percentiles, errors and rate, and ends with status 1 when a request
 * failed, when fewer were made than asked for, or when the 90th percentile is over the limit.
 *
 * <p>Run as {@code java LoadReport.java <result file> <requests> <P90 limit in milliseconds>}.
 */
class LoadReport {

	private final long[] elapsed;

	private final int errors;

	private final double seconds;

	LoadReport(List<String> lines) {
		List<String> header = lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(","));
		int timeStamp = column(header, "timeStamp");
		int elapsedColumn = column(header, "elapsed");
		int success = column(header, "success");
		this.elapsed = new long[lines.size() - 1];
		int failed = 0;
		long first = Long.MAX_VALUE;
		long last = Long.MIN_VALUE;
		for (int i = 0; i < this.elapsed.length; i++) {
			List<String> fields = fields(lines.get(i + 1));
			long start = Long.parseLong(fields.get(timeStamp));
			this.elapsed[i] = Long.parseLong(fields.get(elapsedColumn));
			failed += Boolean.parseBoolean(fields.get(success)) ? 0 : 1;
			first = Math.min(first, start);
			last = Math.max(last, start + this.elapsed[i]);
		}
		this.errors = failed;
		this.seconds = (last - first) / 1000.0;
		Arrays.sort(this.elapsed);
	}

	/** The smallest time that so many per cent of the requests did not exceed, in milliseconds. */
	long percentile(int percent) {
		int rank = (int) Math.ceil(percent / 100.0 * this.elapsed.length);
		return this.elapsed[Math.max(rank, 1) - 1];
	}

	private static int column(List<String> header, String name) {
		int column = header.indexOf(name);
		if (column < 0) {
			throw new IllegalArgumentException("No column " + name + " in the result file");
		}
		return column;
	}

	/** A failed request's message may hold commas, line breaks never: JMeter puts such a field in quotes. */
	private static List<String> fields(String line) {
		return Arrays.asList(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1));
	}

	/** Prints the figures and the verdict, and gives back the exit status. */
	static int judge(Path file, int requests, long limit, PrintStream out) throws IOException {
		List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
		if (lines.size() < 2) {
			out.println("FAILED: no request in " + file);
			return 1;
		}
		LoadReport report = new LoadReport(lines);
		int made = report.elapsed.length;
		out.printf(Locale.ROOT, "requests %d, errors %d, %.1f requests/s over %.1f s%n", made, report.errors,
				made / report.seconds, report.seconds);
		out.printf(Locale.ROOT, "P50 %d ms, P90 %d ms, P95 %d ms, P99 %d ms, longest %d ms%n", report.percentile(50),
				report.percentile(90), report.percentile(95), report.percentile(99), report.percentile(100));
		if (report.errors > 0 || made < requests || report.percentile(90) > limit) {
			out.printf("FAILED: wanted %d requests, no error, P90 of %d ms at most%n", requests, limit);
			return 1;
		}
		out.printf("PASSED: P90 within %d ms%n", limit);
		return 0;
	}

	public static void main(String[] args) throws IOException {
		System.exit(judge(Path.of(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]), System.out));
	}

}
