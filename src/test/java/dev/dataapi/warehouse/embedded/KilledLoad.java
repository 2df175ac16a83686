package dev.dataapi.warehouse.embedded;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process of its own that loads a file, tells on its standard output when nine tenths
 * are loaded, and then waits to be killed.
 */
final class KilledLoad {

	static final double SCALE_FACTOR = 1;

	private KilledLoad() {
	}

	public static void main(String[] args) throws Exception {
		long total = OrdersTable.rows(SCALE_FACTOR);
		CountDownLatch never = new CountDownLatch(1);
		AtomicLong done = new AtomicLong();
		LoadProgress progress = new LoadProgress(total, System::nanoTime, (line) -> {
		}) {
			@Override
			void add(long rows) {
				super.add(rows);
				if (done.addAndGet(rows) > total * 9 / 10) {
					System.out.println("nearly loaded");
					awaitQuietly(never);
				}
			}
		};
		EmbeddedWarehouse.start(new EmbeddedProperties(SCALE_FACTOR, args[0]), progress).awaitLoaded();
		System.out.println("loaded");
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
