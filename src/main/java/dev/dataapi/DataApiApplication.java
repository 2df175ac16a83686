package dev.dataapi;

import java.util.Arrays;

import dev.dataapi.token.TokenCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the service, Snowflake data behind a small HTTP API, or runs the {@code token}
 * command instead.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DataApiApplication {

	public static void main(String[] args) {
		if (args.length > 0 && args[0].equals("token")) {
			TokenCommand.main(Arrays.copyOfRange(args, 1, args.length));
			return;
		}
		SpringApplication.run(DataApiApplication.class, args);
	}

}
