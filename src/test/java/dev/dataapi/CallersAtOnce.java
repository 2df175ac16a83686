package dev.dataapi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the same call from several threads, and lets one proceed only when all others
 * wait.
 */
public final class CallersAtOnce {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final List<Thread> threads = new ArrayList<>();

	/** Makes the call from this many threads at once, and returns all results. */
	public <T> List<T> call(int callers, Callable<T> call)
			throws InterruptedException, ExecutionException, TimeoutException {
		List<FutureTask<T>> tasks = new ArrayList<>();
		for (int i = 0; i < callers; i++) {
			FutureTask<T> task = new FutureTask<>(call);
			tasks.add(task);
			this.threads.add(new Thread(task, "caller-" + i));
		}
		this.threads.forEach(Thread::start);
		List<T> results = new ArrayList<>();
		for (FutureTask<T> task : tasks) {
			results.add(task.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
		}
		return results;
	}

	/** Called by one of the threads: returns when every other one waits or has ended. */
	public void awaitOthers() {
		long end = System.nanoTime() + DEADLINE.toNanos();
		while (!this.threads.stream().allMatch(this::standsStill)) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("The other callers still run");
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

	private boolean standsStill(Thread thread) {
		return thread == Thread.currentThread() || switch (thread.getState()) {
			case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
			case NEW, RUNNABLE -> false;
		};
	}

}
