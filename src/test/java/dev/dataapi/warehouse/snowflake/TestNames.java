package dev.dataapi.warehouse.snowflake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Resolves one more name than the machine does, to this machine, until told to forget it.
 * The JDK finds it as a service.
 */
public final class TestNames extends InetAddressResolverProvider {

	static final String HOST = "testing.snowflake.test";

	private static final AtomicLong REFUSALS = new AtomicLong();

	private static volatile boolean forgotten;

	static void forget() {
		REFUSALS.set(0);
		forgotten = true;
	}

	static void remember() {
		forgotten = false;
	}

	/** How often the name has been resolved since it was forgotten. */
	static long refusals() {
		return REFUSALS.get();
	}

	@Override
	public InetAddressResolver get(Configuration configuration) {
		InetAddressResolver machine = configuration.builtinResolver();
		return new InetAddressResolver() {

			@Override
			public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
				if (!host.equals(HOST)) {
					return machine.lookupByName(host, policy);
				}
				if (forgotten) {
					REFUSALS.incrementAndGet();
					throw new UnknownHostException(host);
				}
				return Stream.of(InetAddress.getByAddress(host, new byte[] { 127, 0, 0, 1 }));
			}

			@Override
			public String lookupByAddress(byte[] address) throws UnknownHostException {
				return machine.lookupByAddress(address);
			}

		};
	}

	@Override
	public String name() {
		return "names of the tests";
	}

}
