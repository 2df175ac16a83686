package dev.dataapi.cache.shared;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

import org.springframework.core.NestedExceptionUtils;

/**
 * A Redis or Valkey server, spoken to by Jedis.
 * <p>
 * The client's own limits are on each wait for bytes, so a server that sends a few at a
 * time, or a name that is not resolved, would hold a caller for much longer. Each call
 * therefore runs on a virtual thread; at the deadline that is interrupted, which closes
 * its connection. A write's deadline grows with its size.
 */
final class RedisStore implements SharedStore {

	/** What a network of 320 Mbit/s carries. */
	private static final long READ_BYTES_PER_MILLI = 40_000;

	/** Nobody waits for a write, so a slower one will do. */
	private static final long WRITTEN_BYTES_PER_MILLI = 10_000;

	private static final String NO_LIST = "WRONGTYPE";

	private final RedisClient client;

	private final Duration deadline;

	private final ExecutorService threads = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("shared-cache-", 0).factory());

	RedisStore(RedisClient client, Duration deadline) {
		this.client = client;
		this.deadline = deadline;
	}

	/** The longest that a call may take, for the client's own limit. */
	static Duration longest(Duration deadline) {
		return deadline.plusMillis(maxBytes(deadline) / WRITTEN_BYTES_PER_MILLI);
	}

	private static long maxBytes(Duration deadline) {
		return deadline.toMillis() * READ_BYTES_PER_MILLI;
	}

	@Override
	public long maxBytes() {
		return maxBytes(this.deadline);
	}

	@Override
	public Found get(List<String> names) {
		byte[][] keys = names.stream().map(RedisStore::bytes).toArray(byte[][]::new);
		return read((pipeline) -> {
			Response<List<byte[]>> values = (keys.length > 0) ? pipeline.mget(keys) : null;
			return () -> (values != null) ? new ArrayList<>(values.get()) : List.of();
		});
	}

	/** Sends commands and one for the server's clock, in one round trip. */
	private Found read(Function<AbstractPipeline, Supplier<List<byte @Nullable []>>> commands) {
		return call(this.deadline, (pipeline) -> {
			Supplier<List<byte @Nullable []>> values = commands.apply(pipeline);
			Response<Object> time = pipeline.sendCommand(Command.TIME, new byte[0][]);
			pipeline.sync();
			return new Found(values.get(), millis(time.get()));
		});
	}

	/** From the seconds and microseconds that TIME answers. */
	private static long millis(Object time) {
		List<?> parts = (List<?>) time;
		return number(parts.get(0)) * 1000 + number(parts.get(1)) / 1000;
	}

	private static long number(@Nullable Object text) {
		return Long.parseLong(new String((byte[]) text, StandardCharsets.US_ASCII));
	}

	@Override
	public void put(Map<String, byte[]> values, Duration life) {
		SetParams params = SetParams.setParams().px(life.toMillis());
		long bytes = values.values().stream().mapToLong((value) -> value.length).sum();
		call(this.deadline.plusMillis(bytes / WRITTEN_BYTES_PER_MILLI), (pipeline) -> {
			List<Response<?>> responses = new ArrayList<>(values.size());
			values.forEach((name, value) -> responses.add(pipeline.set(bytes(name), value, params)));
			return await(pipeline, responses);
		});
	}

	@Override
	public void delete(Collection<String> names) {
		call(this.deadline, (pipeline) -> await(pipeline,
				List.of(pipeline.del(names.stream().map(RedisStore::bytes).toArray(byte[][]::new)))));
	}

	@Override
	public void append(String list, List<String> elements, int kept) {
		call(this.deadline, (pipeline) -> await(pipeline,
				List.of(pipeline.rpush(list, elements.toArray(String[]::new)), pipeline.ltrim(list, -kept, -1))));
	}

	@Override
	public Found last(List<String> lists) {
		return read((pipeline) -> {
			List<Response<List<byte[]>>> responses = lists.stream()
				.map((list) -> pipeline.lrange(bytes(list), -1, -1))
				.toList();
			return () -> {
				List<byte @Nullable []> last = new ArrayList<>(lists.size());
				for (Response<List<byte[]>> response : responses) {
					List<byte[]> elements = elements(response);
					last.add((elements == null || elements.isEmpty()) ? null : elements.getFirst());
				}
				return last;
			};
		});
	}

	@Override
	public Found list(String list) {
		return read((pipeline) -> {
			Response<List<byte[]>> response = pipeline.lrange(bytes(list), 0, -1);
			return () -> {
				List<byte[]> elements = elements(response);
				if (elements == null) {
					await(pipeline, List.of(pipeline.del(list)));
				}
				return (elements != null) ? new ArrayList<>(elements) : List.of();
			};
		});
	}

	/** Nothing if there is something else than a list. */
	private static @Nullable List<byte[]> elements(Response<List<byte[]>> response) {
		try {
			return response.get();
		}
		catch (JedisDataException ex) {
			if (String.valueOf(ex.getMessage()).startsWith(NO_LIST)) {
				return null;
			}
			throw ex;
		}
	}

	/** Sends what was pipelined and looks into each response, for it may be an error. */
	private static boolean await(AbstractPipeline pipeline, List<Response<?>> responses) {
		pipeline.sync();
		responses.forEach(Response::get);
		return true;
	}

	private <T> T call(Duration deadline, Function<AbstractPipeline, T> commands) {
		Future<T> call = this.threads.submit(() -> {
			try (AbstractPipeline pipeline = this.client.pipelined()) {
				return commands.apply(pipeline);
			}
		});
		try {
			return call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new Failure("no answer within " + deadline.toMillis() + " ms", ex, true);
		}
		catch (ExecutionException ex) {
			// The outer failures only say that there is no connection
			Throwable root = NestedExceptionUtils.getMostSpecificCause(ex);
			throw new Failure(String.valueOf(root.getMessage()), ex, root instanceof SocketTimeoutException);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new Failure("interrupted", ex, true);
		}
		finally {
			call.cancel(true);
		}
	}

	private static byte[] bytes(String name) {
		return name.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.client.close();
	}

}
