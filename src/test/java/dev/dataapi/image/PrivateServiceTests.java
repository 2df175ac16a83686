package dev.dataapi.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.dataapi.Eventually;
import dev.dataapi.RawRequest;
import dev.dataapi.deploy.DeployedService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The private service as sql/06a creates it from spec/private-api.yaml, run in
 * containers: callers come through the portal, and there is no other way in.
 */
@EnabledIfEnvironmentVariable(named = ServiceContainer.IMAGE, matches = ".+",
		disabledReason = "TEST_IMAGE names no image to test")
@Timeout(300)
class PrivateServiceTests {

	private static final String FIRST_TICKET = "0123456789abcdef01";

	private static final String SECOND_TICKET = "0123456789abcdef02";

	@TempDir
	private static Path folder;

	private static DeployedService service;

	private static ServiceInstance instance;

	@BeforeAll
	static void start() throws IOException {
		service = DeployedService.readAll()
			.stream()
			.filter((one) -> one.template().equals("spec/private-api.yaml") && one.statement().get(0).equals("CREATE"))
			.findFirst()
			.orElseThrow();
		List<?> arguments = (List<?>) service.container("ockam-outlet").get("args");
		OckamStandIn.Node node = OckamStandIn.Node.parse(arguments.stream().map(String.class::cast).toList());
		instance = new ServiceInstance(service, folder, FIRST_TICKET, node.relay()).start();
	}

	@AfterAll
	static void stop() throws IOException {
		if (instance != null) {
			instance.close();
		}
	}

	/** As the guide asks for them. */
	@ParameterizedTest
	@ValueSource(strings = { "/", "/test", "/customer/1885,1",
			"/connector/customers/top10?start_range=1995-02-01&end_range=1995-02-14",
			"/snowpark/customers/top10?start_range=1995-02-01&end_range=1995-02-14",
			"/connector/clerk/000000002/yearly_sales/1995", "/snowpark/clerk/000000002/yearly_sales/1995" })
	void routeThroughThePortalAnswers(String route) throws IOException {
		RawRequest.Answer answer = RawRequest.get(instance.inletPort(), route);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.body()).isNotEmpty();
	}

	@Test
	void probesOfTheSpecificationSucceed() throws Exception {
		assertThat(instance.probe("api", "readinessProbe")).isEqualTo(200);
		assertThat(instance.probe("api", "livenessProbe")).isEqualTo(200);
		assertThat(instance.probe("ockam-outlet", "livenessProbe")).isEqualTo(200);
	}

	/**
	 * A probe comes from outside the instance: what listens on the loopback address
	 * alone, it cannot reach.
	 */
	@Test
	void portsOfProbesAreOpenOnEveryAddress() throws Exception {
		String listening = instance.output("api", "sh", "-c", "cat /proc/net/tcp /proc/net/tcp6");
		for (Map<?, ?> container : service.containers().toList()) {
			int port = (int) ((Map<?, ?>) container.get("livenessProbe")).get("port");
			assertThat(listening).as("port " + port)
				.containsPattern(" (?:0{8}|0{32}|0{16}FFFF0{12}):%04X .{1,40} 0A ".formatted(port));
		}
	}

	@Test
	void limitsAreThoseOfTheSpecification() throws Exception {
		for (Map<?, ?> container : service.containers().toList()) {
			Map<?, ?> limits = (Map<?, ?>) ((Map<?, ?>) container.get("resources")).get("limits");
			assertThat(instance.output((String) container.get("name"), "sh", "-c",
					"cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null"))
				.isEqualTo(String.valueOf(ServiceInstance.bytes(limits.get("memory"))));
		}
		assertThat(ServiceInstance.nanoCpus("500m")).isEqualTo(ServiceInstance.nanoCpus(0.5)).isEqualTo(500_000_000);
	}

	@Test
	void outletHasTheTicketAndNoToken() throws Exception {
		assertThat(instance.output("ockam-outlet", "sh", "-c", "ls /ockam-ticket; ls /snowflake 2>/dev/null"))
			.isEqualTo("secret_string");
		assertThat(instance.output("api", "sh", "-c", "ls /snowflake/session; ls /ockam-ticket 2>/dev/null"))
			.isEqualTo("token");
		assertThat(instance.container("ockam-outlet").getLogs()).contains("Enrolled with ticket " + FIRST_TICKET,
				"Outlet for snowflake-api-service-inlet leads to localhost:8001");
	}

	/**
	 * What the outlet does with a new ticket costs no caller an answer until it starts
	 * again, and the API never.
	 */
	@Test
	void ticketWhenRenewedInterruptsNothingAndServesTheNextStart() throws Exception {
		String started = instance.output("api", "stat", "-c", "%Y", "/proc/1");
		AtomicBoolean calling = new AtomicBoolean(true);
		try (ExecutorService callers = Executors.newSingleThreadExecutor()) {
			Future<Integer> answers = callers.submit(() -> callUntilFalse(calling));
			try {
				instance.renewTicket(SECOND_TICKET);
				Eventually
					.assertThat(() -> assertThat(instance.output("ockam-outlet", "cat", "/ockam-ticket/secret_string"))
						.isEqualTo(SECOND_TICKET));
			}
			finally {
				calling.set(false);
			}
			assertThat(answers.get(60, TimeUnit.SECONDS)).isPositive();
		}
		assertThat(instance.container("ockam-outlet").getLogs()).doesNotContain(SECOND_TICKET);
		instance.restart("ockam-outlet");
		assertThat(instance.probe("api", "readinessProbe")).isEqualTo(200);
		Eventually.assertThat(() -> assertThat(instance.container("ockam-outlet").getLogs())
			.contains("Enrolled with ticket " + SECOND_TICKET));
		Eventually.assertThat(() -> assertThat(instance.probe("ockam-outlet", "livenessProbe")).isEqualTo(200));
		assertThat(RawRequest.get(instance.inletPort(), "/customer/1").status()).isEqualTo(200);
		assertThat(instance.output("api", "stat", "-c", "%Y", "/proc/1")).isEqualTo(started);
	}

	/** How many answers came, each of them good. */
	private static int callUntilFalse(AtomicBoolean calling) throws IOException {
		int answers = 0;
		do {
			assertThat(RawRequest.get(instance.inletPort(), "/customer/1").status()).isEqualTo(200);
			answers++;
		}
		while (calling.get());
		return answers;
	}

}
