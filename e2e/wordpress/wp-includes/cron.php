<?php

function wp_next_scheduled( $hook ) {
	return get_option( 'cron', array() )[ $hook ] ?? false;
}

function wp_schedule_event( $time, $recurrence, $hook ) {
	update_option( 'cron', array( $hook => $time ) + get_option( 'cron', array() ) );
}

function wp_clear_scheduled_hook( $hook ) {
	$events = get_option( 'cron', array() );
	unset( $events[ $hook ] );
	update_option( 'cron', $events );
}

/** As if all of them were due. */
function run_cron() {
	foreach ( array_keys( get_option( 'cron', array() ) ) as $hook ) {
		do_action( $hook );
	}
}
