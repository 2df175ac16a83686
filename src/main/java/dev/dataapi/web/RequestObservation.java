package dev.dataapi.web;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/**
 * Counts and times requests not only by route and status but also by what of their answer
 * was remembered: a miss is slower than a hit, and no average of the two means anything.
 */
@Component
class RequestObservation extends DefaultServerRequestObservationConvention {

	@Override
	public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
		CacheOutcome outcome = CacheOutcome.of(context.getCarrier());
		return super.getLowCardinalityKeyValues(context).and(KeyValue.of("cache", outcome.label()));
	}

}
