package dev.dataapi.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import javax.sql.DataSource;

import dev.dataapi.RunningService;
import net.snowflake.client.api.driver.SnowflakeDriver;

/**
 * Compares an export of orders as CSV with a bare JDBC loop that writes the same bytes,
 * in turns, and prints what the process takes of memory meanwhile. With the arguments
 * {@code embedded rows scale-factor} on the embedded warehouse, with
 * {@code snowflake rows port} through Snowflake's driver on a server such as that of
 * {@code SnowflakeServerMain}; to be run with {@code -Xmx80m}.
 */
final class ExportMain {

	private static final String SQL = "SELECT O_ORDERKEY, O_CUSTKEY, O_ORDERDATE, O_TOTALPRICE, O_CLERK "
			+ "FROM snowflake_sample_data.tpch_sf10.orders LIMIT ";

	private static final int ROUNDS = 5;

	private final RunningService service;

	private final int rows;

	private final int port;

	private ExportMain(RunningService service, int rows, int port) {
		this.service = service;
		this.rows = rows;
		this.port = port;
	}

	public static void main(String[] args) throws Exception {
		int rows = Integer.parseInt(args[1]);
		boolean embedded = args[0].equals("embedded");
		Path file = Files.writeString(Files.createTempFile("export", ".yaml"), """
				version: 1
				reports:
				  orders:
				    sql: %s{{rows}}
				    parameters: [{name: rows, type: integer, default: 10}]
				    columns:
				      - {name: O_ORDERKEY, type: integer}
				      - {name: O_CUSTKEY, type: integer}
				      - {name: O_ORDERDATE, type: date}
				      - {name: O_TOTALPRICE, type: "decimal(12,2)"}
				      - {name: O_CLERK, type: text}
				    export: true
				    max_export_rows: 10000000
				    deadline: 5m
				""".formatted(SQL));
		List<String> settings = new ArrayList<>(List.of("data-api.endpoints=" + file));
		settings.addAll(embedded ? List.of("data-api.embedded.scale-factor=" + args[2])
				: List.of("data-api.snowflake.account=TESTING", "data-api.snowflake.host=127.0.0.1",
						"data-api.snowflake.port=" + args[2], "data-api.snowflake.protocol=http",
						"data-api.snowflake.user=DATA_API", "data-api.snowflake.password=password"));
		try (RunningService service = RunningService.start(embedded ? "embedded" : "snowflake", settings)) {
			new ExportMain(service, rows, embedded ? 0 : Integer.parseInt(args[2])).compare();
		}
		finally {
			Files.delete(file);
		}
	}

	private void compare() throws Exception {
		// Both ways, so that the heap is as large as it gets and the code is compiled
		export(this.rows / 10);
		loop(this.rows / 10);
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			System.gc();
			long before = anonymous();
			MemoryWatch watch = new MemoryWatch();
			Thread watching = Thread.ofPlatform().daemon().start(watch);
			Run export = export(this.rows);
			watching.interrupt();
			watching.join();
			Run loop = loop(this.rows);
			ratios.add(loop.seconds / export.seconds);
			System.out.printf(Locale.ROOT,
					"export %,9.0f rows/s, first byte %.3f s; loop %,9.0f rows/s, first row %.3f s; %.2f; "
							+ "same bytes: %s (%,d); RssAnon %,d MB before, at most %+.1f MB%n",
					this.rows / export.seconds, export.first, this.rows / loop.seconds, loop.first,
					loop.seconds / export.seconds, export.bytes == loop.bytes, loop.bytes, before / 1024,
					(watch.most - before) / 1024.0);
		}
		ratios.sort(null);
		System.out.printf(Locale.ROOT, "median %.2f of the loop's rows/s%n", ratios.get(ROUNDS / 2));
	}

	/** Asks for an export and reads it to its last chunk. */
	private Run export(int rows) throws IOException {
		long started = System.nanoTime();
		double first = 0;
		long bytes = 0;
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.service.port())) {
			socket.getOutputStream()
				.write(("GET /reports/orders?format=csv&rows=" + rows
						+ " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			Chunks chunks = new Chunks(socket.getInputStream());
			chunks.skipHead();
			first = seconds(started);
			for (int size = chunks.next(); size > 0; size = chunks.next()) {
				bytes += size;
			}
		}
		return new Run(seconds(started), first, bytes);
	}

	/** Reads the same rows and writes them by hand. */
	private Run loop(int rows) throws Exception {
		try (Connection connection = connection()) {
			return loop(rows, connection);
		}
	}

	private Run loop(int rows, Connection connection) throws Exception {
		long started = System.nanoTime();
		double first = 0;
		long bytes = 0;
		try (Counter counter = new Counter(); OutputStream out = new BufferedOutputStream(counter, 64 * 1024)) {
			boolean embedded = this.port == 0;
			if (embedded) {
				execute(connection, "SET jdbc_stream_results = true");
			}
			try (PreparedStatement statement = connection.prepareStatement(SQL + rows);
					ResultSet result = statement.executeQuery()) {
				out.write("O_ORDERKEY,O_CUSTKEY,O_ORDERDATE,O_TOTALPRICE,O_CLERK\r\n".getBytes(StandardCharsets.UTF_8));
				while (result.next()) {
					first = (first == 0) ? seconds(started) : first;
					String line = result.getLong(1) + "," + result.getLong(2) + ","
							+ (embedded ? result.getObject(3) : result.getDate(3)) + ","
							+ result.getBigDecimal(4).toPlainString() + "," + result.getString(5) + "\r\n";
					out.write(line.getBytes(StandardCharsets.UTF_8));
				}
			}
			finally {
				if (embedded) {
					execute(connection, "SET jdbc_stream_results = false");
				}
			}
			out.flush();
			bytes = counter.bytes;
		}
		return new Run(seconds(started), first, bytes);
	}

	private Connection connection() throws Exception {
		if (this.port == 0) {
			return this.service.bean("reportsDataSource", DataSource.class).getConnection();
		}
		DriverManager.registerDriver(new SnowflakeDriver());
		Properties properties = new Properties();
		properties.put("user", "DATA_API");
		properties.put("password", "password");
		properties.put("account", "TESTING");
		properties.put("warehouse", "WH");
		properties.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
		properties.put("CLIENT_PREFETCH_THREADS", "1");
		properties.put("CLIENT_MEMORY_LIMIT", "64");
		properties.put("ssl", "off");
		properties.put("disablePlatformDetection", "true");
		properties.put("CLIENT_TELEMETRY_ENABLED", "false");
		return DriverManager.getConnection("jdbc:snowflake://http://127.0.0.1:" + this.port, properties);
	}

	private static void execute(Connection connection, String sql) throws Exception {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static double seconds(long started) {
		return (System.nanoTime() - started) / 1e9;
	}

	/** In kB, the memory that belongs to no file. */
	private static long anonymous() throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
			if (line.startsWith("RssAnon:")) {
				return Long.parseLong(line.replaceAll("\\D", ""));
			}
		}
		throw new IOException("This machine does not tell RssAnon");
	}

	private record Run(double seconds, double first, long bytes) {
	}

	/**
	 * What a loop writes to.
	 */
	private static final class Counter extends OutputStream {

		private final OutputStream nothing = Files.newOutputStream(Path.of("/dev/null"));

		private long bytes;

		Counter() throws IOException {
		}

		@Override
		public void write(int each) throws IOException {
			this.nothing.write(each);
			this.bytes++;
		}

		@Override
		public void write(byte[] from, int offset, int length) throws IOException {
			this.nothing.write(from, offset, length);
			this.bytes += length;
		}

		@Override
		public void close() throws IOException {
			this.nothing.close();
		}

	}

	/**
	 * The chunks of an answer, whose bytes are dropped.
	 */
	private static final class Chunks {

		private final byte[] buffer = new byte[64 * 1024];

		private final InputStream in;

		private int start;

		private int end;

		Chunks(InputStream in) {
			this.in = in;
		}

		void skipHead() throws IOException {
			String status = line();
			if (!status.endsWith(" 200 ") && !status.endsWith(" 200")) {
				throw new IOException(status);
			}
			while (!line().isEmpty()) {
				// none of the headers matters
			}
		}

		int next() throws IOException {
			int size = Integer.parseInt(line(), 16);
			for (int left = size; left > 0;) {
				fill();
				int taken = Math.min(left, this.end - this.start);
				this.start += taken;
				left -= taken;
			}
			line();
			return size;
		}

		private String line() throws IOException {
			StringBuilder line = new StringBuilder();
			for (int each = read(); each != '\n'; each = read()) {
				if (each != '\r') {
					line.append((char) each);
				}
			}
			return line.toString();
		}

		private int read() throws IOException {
			fill();
			return this.buffer[this.start++];
		}

		private void fill() throws IOException {
			if (this.start == this.end) {
				this.start = 0;
				this.end = this.in.read(this.buffer);
				if (this.end < 0) {
					throw new IOException("The answer ended before its last chunk");
				}
			}
		}

	}

	/**
	 * Looks at the memory until it is interrupted.
	 */
	private static final class MemoryWatch implements Runnable {

		private volatile long most;

		@Override
		public void run() {
			try {
				while (true) {
					this.most = Math.max(this.most, anonymous());
					Thread.sleep(100);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
