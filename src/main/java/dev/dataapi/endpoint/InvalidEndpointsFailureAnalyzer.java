package dev.dataapi.endpoint;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Ends a start that a file of endpoints stopped with all that is wrong with it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class InvalidEndpointsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidEndpointsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidEndpointsException cause) {
		return new FailureAnalysis(String.join(System.lineSeparator(), cause.errors()), null, cause);
	}

}
