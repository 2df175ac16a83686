package dev.dataapi.memory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.boot.DefaultApplicationArguments;

/**
 * Besieges a service on this machine that serves {@code siege.yaml}, and prints how it
 * bore each attack: {@code --port=8001}, {@code --connections=440} held in each state,
 * {@code --seconds=10} for each attack alone and {@code --minutes=5} for all together.
 */
final class SiegeMain {

	private static final String HEAD = "GET /customer/1 HTTP/1.1\r\nHost: localhost\r\n";

	/** What holders of connections send before they do nothing. */
	private static final Map<String, String> STATES = new TreeMap<>(
			Map.of("a: nothing sent", "", "b: idle", HEAD + "\r\n", "c: half a head", HEAD + "X-Half: a",
					"d: half a body", HEAD + "Content-Length: 1000000\r\n\r\n", "e: slow readers of 1.1 MB",
					"GET /reports/wide?n=300 HTTP/1.1\r\nHost: localhost\r\n\r\n"));

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final int port;

	private final int connections;

	private SiegeMain(int port, int connections) {
		this.port = port;
		this.connections = connections;
	}

	public static void main(String[] args) throws Exception {
		DefaultApplicationArguments options = new DefaultApplicationArguments(args);
		SiegeMain siege = new SiegeMain(option(options, "port", 8001), option(options, "connections", 440));
		Duration alone = Duration.ofSeconds(option(options, "seconds", 10));
		System.out.println("| attack | probes, slowest | cached look-ups | answers to the attack |\n|---|---|---|---|");
		for (Map.Entry<String, String> state : STATES.entrySet()) {
			siege.run(state.getKey(), alone, List.of(siege.holders(state.getValue())));
		}
		siege.run("f: the widest report, ten at once", alone, siege.wideReports());
		siege.run("g: 100 wide rows, 64 at once", alone, siege.wideRows());
		List<Attack> all = new ArrayList<>();
		STATES.values().forEach((sent) -> all.add(siege.holders(sent)));
		all.addAll(siege.wideReports());
		all.addAll(siege.wideRows());
		siege.run("all together", Duration.ofMinutes(option(options, "minutes", 5)), all);
	}

	private static int option(DefaultApplicationArguments options, String name, int byDefault) {
		List<String> values = options.getOptionValues(name);
		return (values != null && !values.isEmpty()) ? Integer.parseInt(values.getFirst()) : byDefault;
	}

	private void run(String name, Duration time, List<Attack> attacks) throws InterruptedException {
		Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
		Map<Integer, LongAdder> probes = new ConcurrentSkipListMap<>();
		Map<Integer, LongAdder> cached = new ConcurrentSkipListMap<>();
		AtomicLong slowest = new AtomicLong();
		long end = System.nanoTime() + time.toNanos();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			attacks.forEach((attack) -> threads.submit(() -> attack.run(end, answers)));
			threads.submit(() -> {
				while (System.nanoTime() < end) {
					long start = System.nanoTime();
					count(probes, get("/livez"));
					slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
					TimeUnit.MILLISECONDS.sleep(200);
				}
				return null;
			});
			for (int i = 0; i < 4; i++) {
				threads.submit(() -> {
					while (System.nanoTime() < end) {
						count(cached, get("/customer/1"));
					}
				});
			}
		}
		System.out.printf("| %s | %s, %d ms | %s, %d/s | %s |%n", name, text(probes),
				TimeUnit.NANOSECONDS.toMillis(slowest.get()), text(cached),
				cached.getOrDefault(200, new LongAdder()).sum() / time.toSeconds(), text(answers));
	}

	private static String text(Map<Integer, LongAdder> counts) {
		return counts.entrySet()
			.stream()
			.map((each) -> ((each.getKey() > 0) ? each.getKey() : "no answer") + ": " + each.getValue())
			.collect(Collectors.joining(", "));
	}

	private static void count(Map<Integer, LongAdder> counts, int status) {
		counts.computeIfAbsent(status, (missing) -> new LongAdder()).increment();
	}

	/** The status, or zero if there was no answer. */
	private int get(String target) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + target))
			.timeout(Duration.ofSeconds(60))
			.build();
		try {
			return this.client.send(request, BodyHandlers.ofByteArray()).statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
	}

	private List<Attack> wideReports() {
		return repeated(10,
				(random) -> "/reports/wide?n=" + (200 + random.nextInt(200)) + "&salt=" + random.nextInt(9));
	}

	private List<Attack> wideRows() {
		return repeated(64,
				(random) -> "/wides/" + IntStream.range(0, 100)
					.mapToObj((i) -> Integer.toString(random.nextInt(20_000)))
					.collect(Collectors.joining(",")));
	}

	private List<Attack> repeated(int callers, Target target) {
		List<Attack> attacks = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			Random random = new Random(i);
			attacks.add((end, answers) -> {
				while (System.nanoTime() < end) {
					count(answers, get(target.next(random)));
				}
			});
		}
		return attacks;
	}

	/** Keeps so many connections open, and opens others for those that are closed. */
	private Attack holders(String sent) {
		return (end, answers) -> {
			List<Socket> sockets = new ArrayList<>();
			while (System.nanoTime() < end) {
				sockets.removeIf((socket) -> !isOpen(socket));
				for (int i = sockets.size(); i < this.connections && System.nanoTime() < end; i++) {
					open(sent, sockets);
				}
				sleep();
			}
			for (Socket socket : sockets) {
				close(socket);
			}
		};
	}

	private void open(String sent, List<Socket> sockets) {
		Socket socket = new Socket();
		try {
			socket.setReceiveBufferSize(4096);
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
			sockets.add(socket);
		}
		catch (IOException ex) {
			close(socket);
		}
	}

	/** Reads a little, as a slow reader does. */
	private static boolean isOpen(Socket socket) {
		try {
			socket.setSoTimeout(1);
			return socket.getInputStream().read(new byte[512]) >= 0;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			close(socket);
			return false;
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Closed by the service before
		}
	}

	private static void sleep() {
		try {
			TimeUnit.MILLISECONDS.sleep(100);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private interface Target {

		String next(Random random);

	}

	private interface Attack {

		void run(long end, Map<Integer, LongAdder> answers);

	}

}
