package dev.dataapi.snowpark;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import dev.dataapi.report.DateRange;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectQuery;
import org.jooq.Table;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderOptionalKeyword;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Queries over orders, composed with jOOQ as a Snowpark DataFrame would be: lazily, then
 * rendered as one statement with every value bound. {@link SelectQuery} rather than the
 * chain of steps that {@code select} begins, which loads 40 types more.
 */
final class OrderQueries {

	static {
		// Before jOOQ's first class loads: it would print a banner to the log
		System.setProperty("org.jooq.no-logo", "true");
		System.setProperty("org.jooq.no-tips", "true");
	}

	private static final Table<Record> ORDERS = DSL.table(DSL.name("snowflake_sample_data", "tpch_sf10", "orders"));

	private static final Field<Long> CUSTOMER_KEY = DSL.field(DSL.name("o_custkey"), SQLDataType.BIGINT);

	private static final Field<String> CLERK = DSL.field(DSL.name("o_clerk"), SQLDataType.VARCHAR);

	private static final Field<LocalDate> ORDER_DATE = DSL.field(DSL.name("o_orderdate"), SQLDataType.LOCALDATE);

	private static final Field<BigDecimal> TOTAL_PRICE = DSL
		.sum(DSL.field(DSL.name("o_totalprice"), SQLDataType.DECIMAL(12, 2)))
		.as("sum_totalprice");

	private static final Field<Integer> MONTH = DSL.month(ORDER_DATE);

	private static final DSLContext CONTEXT = DSL.using(SQLDialect.DEFAULT,
			new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER)
				.withRenderNameCase(RenderNameCase.LOWER)
				.withRenderOptionalAsKeywordForFieldAliases(RenderOptionalKeyword.ON));

	private OrderQueries() {
	}

	/** The ten customers who ordered for the most money, highest first. */
	static Composed topCustomers(DateRange range) {
		SelectQuery<Record> orders = CONTEXT.selectQuery(ORDERS);
		orders.addSelect(CUSTOMER_KEY, TOTAL_PRICE);
		orders.addConditions(isIn(range));
		orders.addGroupBy(CUSTOMER_KEY);
		orders.addOrderBy(TOTAL_PRICE.desc(), CUSTOMER_KEY);
		orders.addLimit(DSL.inline(10));
		return Composed.of(orders);
	}

	/** A clerk's sales by month. */
	static Composed monthlySales(String clerk, DateRange days) {
		SelectQuery<Record> orders = CONTEXT.selectQuery(ORDERS);
		orders.addSelect(CLERK, MONTH.as("month"), TOTAL_PRICE);
		orders.addConditions(CLERK.eq(clerk), isIn(days));
		orders.addGroupBy(CLERK, MONTH);
		orders.addOrderBy(MONTH);
		return Composed.of(orders);
	}

	private static Condition isIn(DateRange range) {
		return ORDER_DATE.between(DSL.cast(range.sqlStart(), SQLDataType.LOCALDATE),
				DSL.cast(range.sqlEnd(), SQLDataType.LOCALDATE));
	}

	/**
	 * A statement as it is sent.
	 *
	 * @param sql its text, with {@code ?} for each value
	 * @param values in the order of their marks
	 */
	record Composed(String sql, List<Object> values) {

		private static Composed of(Query query) {
			return new Composed(query.getSQL(), query.getBindValues());
		}

	}

}
