package dev.dataapi.logging;

import java.util.Map;

import org.slf4j.MDC;

import org.springframework.core.task.TaskDecorator;
import org.springframework.stereotype.Component;

/**
 * Copies the submitting thread's MDC to the thread that runs the task, so that its log
 * lines carry the request's id. A load shared by several requests logs the id of the one
 * that started it.
 */
@Component
class MdcTaskDecorator implements TaskDecorator {

	@Override
	public Runnable decorate(Runnable task) {
		Map<String, String> submitters = MDC.getCopyOfContextMap();
		return () -> {
			Map<String, String> previous = MDC.getCopyOfContextMap();
			MDC.setContextMap(submitters);
			try {
				task.run();
			}
			finally {
				MDC.setContextMap(previous);
			}
		};
	}

}
