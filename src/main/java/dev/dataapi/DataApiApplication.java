package dev.dataapi;

import java.util.Arrays;

import dev.dataapi.access.KeyCommand;
import dev.dataapi.declared.check.CheckCommand;
import dev.dataapi.token.TokenCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;

/**
 * Starts the service, Snowflake data behind a small HTTP API, or runs one of the commands
 * {@code token}, {@code check} and {@code key} instead.
 */
// Without Boot's error page: a valve of Tomcat answers errors as problems
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
@ConfigurationPropertiesScan
public class DataApiApplication {

	public static void main(String[] args) {
		Invocation invocation = Invocation.of(args);
		if (!invocation.objection().isEmpty()) {
			System.err.println(invocation.objection());
			System.err.print(Invocation.USAGE);
			System.exit(2);
		}
		switch (invocation.command()) {
			case "token" -> TokenCommand.main(Arrays.copyOfRange(args, 1, args.length));
			case "check" -> CheckCommand.main(Arrays.copyOfRange(args, 1, args.length));
			case "key" -> KeyCommand.main(Arrays.copyOfRange(args, 1, args.length));
			case "help" -> System.out.print(Invocation.USAGE);
			default -> SpringApplication.run(DataApiApplication.class, args);
		}
	}

}
