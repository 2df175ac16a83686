package dev.dataapi.endpoint;

import java.util.Set;

/**
 * A bean that keeps something made from the endpoints, which may change while the service
 * runs.
 */
@FunctionalInterface
public interface EndpointsListener {

	/**
	 * Makes it from the endpoints that there are now.
	 * @param removed the paths that no endpoint has any more
	 */
	void endpointsChanged(Set<String> removed);

}
