package dev.dataapi.declared.check;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.dataapi.InvalidSettingException;
import dev.dataapi.ProfileCheck;
import dev.dataapi.UnknownSettingCheck;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.Endpoints;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.Statements;
import dev.dataapi.declared.file.DeclaredFiles;
import dev.dataapi.declared.file.InvalidEndpointsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/**
 * The command {@code check}: prints all errors of files of endpoints, or their routes and
 * the privileges that they need.
 */
public final class CheckCommand {

	private static final int WRONG = 1;

	private static final int USAGE = 2;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final PrintStream out;

	private final PrintStream err;

	private final Duration patience;

	/**
	 * Creates the command.
	 * @param out receives the routes and privileges
	 * @param err receives errors and warnings
	 * @param patience for how long to wait for the warehouse; its answers may take five
	 * times as long
	 */
	public CheckCommand(PrintStream out, PrintStream err, Duration patience) {
		this.out = out;
		this.err = err;
		this.patience = patience;
	}

	public static void main(String[] args) {
		System.exit(new CheckCommand(System.out, System.err, PATIENCE).run(args));
	}

	/** Runs the command; returns 0, 1 for errors in the file, 2 for a wrong call. */
	public int run(String... args) {
		CommandLine commandLine = new CommandLine(Options.class).setExpandAtFiles(false);
		Options options;
		try {
			commandLine.parseArgs(args);
			options = commandLine.getCommand();
		}
		catch (ParameterException ex) {
			this.err.println(ex.getMessage());
			commandLine.usage(this.err, Ansi.OFF);
			return USAGE;
		}
		if (options.help()) {
			commandLine.usage(this.out, Ansi.OFF);
			return 0;
		}
		return check(options);
	}

	private int check(Options options) {
		try {
			String places = String.join(",", options.files());
			DeclaredFiles file = DeclaredFiles.read(places);
			List<String> warnings = new ArrayList<>(AddressLimit.ofSettings().warnings(file));
			warnings.addAll(sunsets(file.endpoints(), LocalDate.now(ZoneOffset.UTC)));
			file.endpoints()
				.all()
				.stream()
				.filter((each) -> !file.endpoints().takesBody(each))
				.forEach((each) -> warnings.add("%s: POST %s does not take its keys, since that path is another's."
					.formatted(each.id(), each.bodyPath())));
			Map<List<String>, String> kinds = options.offline() ? Map.of() : checkWarehouse(places, warnings);
			warnings.forEach((warning) -> this.err.println("Warning: " + warning));
			print(file.endpoints(), kinds);
			return 0;
		}
		catch (InvalidEndpointsException ex) {
			ex.errors().forEach(this.err::println);
		}
		catch (InvalidSettingException ex) {
			this.err.println(ex.getMessage());
		}
		return WRONG;
	}

	/**
	 * Starts what is needed to reach the warehouse, and no web server.
	 * @param places the files of endpoints, and folders of them
	 * @param warnings receives what may fail though the file is right
	 * @return which names are tables and which views
	 */
	private Map<List<String>, String> checkWarehouse(String places, List<String> warnings)
			throws InvalidEndpointsException {
		CheckWatch watch = new CheckWatch(this.err, this.patience);
		SpringApplicationBuilder application = new SpringApplicationBuilder(CheckedService.class)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.initializers((context) -> {
				context.getBeanFactory().registerSingleton("checkWatch", watch);
				watch.begin(context);
			});
		try (watch;
				ConfigurableApplicationContext context = application.run("--data-api.endpoints=" + places,
						"--spring.main.web-application-type=none", "--logging.threshold.console=off")) {
			WarehouseCheck check = context.getBean(WarehouseCheck.class);
			warnings.addAll(check.warnings());
			Map<List<String>, String> kinds = check.kinds();
			watch.requireInTime();
			return kinds;
		}
		catch (RuntimeException ex) {
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				if (cause instanceof InvalidEndpointsException invalid) {
					throw invalid;
				}
				if (cause instanceof InvalidSettingException invalid) {
					throw invalid;
				}
			}
			watch.requireInTime();
			throw ex;
		}
	}

	/** A warning for each endpoint that callers expect to be gone. */
	private static List<String> sunsets(Endpoints endpoints, LocalDate today) {
		List<String> warnings = new ArrayList<>();
		for (Declaration declaration : endpoints.all()) {
			LocalDate sunset = declaration.deprecation().sunset();
			if (sunset != null && !sunset.isAfter(today)) {
				warnings.add("%s: its sunset was %s, and it is served until its declaration is removed."
					.formatted(declaration.id(), sunset));
			}
		}
		return warnings;
	}

	private void print(Endpoints endpoints, Map<List<String>, String> kinds) {
		int width = endpoints.all().stream().mapToInt((each) -> each.path().length()).max().orElse(1);
		for (Declaration declaration : endpoints.all()) {
			Statements statements = Endpoints.statements(declaration, Clock.systemUTC());
			int checked = statements.texts().size();
			this.out.printf("GET %-" + width + "s  %s, %,d statement%s%s%s%n", declaration.path(), declaration.id(),
					statements.count(), (statements.count() > 1) ? "s" : "",
					(checked < statements.count()) ? ", of which %d are checked".formatted(checked) : "",
					(declaration instanceof ReportDeclaration report && report.isExported())
							? ", exports of up to %,d rows".formatted(report.maxExportRows()) : "");
		}
		String role = System.getenv("SNOWFLAKE_ROLE");
		this.out.printf("%nTo be granted to the service's role:%n");
		new Grants((role != null) ? role : "", kinds).of(endpoints).forEach(this.out::println);
	}

	/**
	 * The command's options.
	 */
	@Command(name = "check", sortOptions = false, usageHelpAutoWidth = false, usageHelpWidth = 100,
			header = "Tells all that is wrong with files of endpoints.", synopsisHeading = "%nUsage: ",
			parameterListHeading = "%n", customSynopsis = "java -jar data-api.jar check [--offline] <file>...",
			footer = { "", "Each error goes to standard error as file:line:column: sentence, the routes and the",
					"privileges that they need to standard output.", "",
					"Exit status: 0 if the files are right, 1 if not, 2 for options that make no sense." })
	public interface Options {

		@Parameters(arity = "1..*", paramLabel = "<file>",
				description = "A file of endpoints, or a folder of them, as DATA_API_ENDPOINTS names them.")
		List<String> files();

		@Option(names = "--offline", description = "Leave out what needs the warehouse.")
		boolean offline();

		@Option(names = { "-h", "--help" }, usageHelp = true, description = "Print this.")
		boolean help();

	}

	/**
	 * The warehouse and the endpoints. No component: the service must not find it.
	 */
	@EnableAutoConfiguration
	@ComponentScan({ "dev.dataapi.warehouse", "dev.dataapi.declared" })
	@Import({ UnknownSettingCheck.class, ProfileCheck.class })
	public static class CheckedService {

	}

}
