package dev.dataapi.endpoint;

import java.util.List;

/**
 * A bean that has endpoints, such as a controller.
 */
@FunctionalInterface
public interface EndpointProvider {

	/** The endpoints, in the order in which they are described. */
	List<Endpoint<?>> endpoints();

	/** Whether it asks by itself if a request's caller is let in. */
	default boolean admitsCallers() {
		return false;
	}

}
