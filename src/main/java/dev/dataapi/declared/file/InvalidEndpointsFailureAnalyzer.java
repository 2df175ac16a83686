package dev.dataapi.declared.file;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Prints all errors of a file of endpoints that the service cannot start with.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class InvalidEndpointsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEndpointsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEndpointsException cause) {
		return new FailureAnalysis(String.join(System.lineSeparator(), cause.errors()), null, cause);
	}

}
