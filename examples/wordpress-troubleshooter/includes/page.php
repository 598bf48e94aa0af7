<?php
/** The one page of the plugin: what happens before it is shown, and which view it shows. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

function add_page(): void {
	$title = __( 'Support', 'replify-troubleshooter' );
	$count = news_count();
	$badge = 0 === $count ? '' : sprintf( ' <span class="awaiting-mod">%d</span>', $count );
	$hook  = add_menu_page( $title, $title . $badge, CAPABILITY, SLUG, __NAMESPACE__ . '\show_page', 'dashicons-sos' );
	add_action( "load-$hook", __NAMESPACE__ . '\before_page' );
}

/** Before anything is printed, so that a code in the address is gone from it when the page is shown. */
function before_page(): void {
	if ( '' !== asked( 'state' ) ) {
		come_back();
	}
	if ( null !== waiting_device() ) {
		look_for_device();
	}
	if ( null !== connection() && ! wp_next_scheduled( NEWS_HOOK ) ) {
		wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', NEWS_HOOK );
	}
}

/** From the desk, with a code or without one. */
function come_back(): void {
	try {
		$report_id = finish_redirect( asked_for( array( 'state', 'iss', 'code', 'error', 'error_description' ) ) );
	} catch ( Trouble $trouble ) {
		tell( $trouble->getMessage(), 'error' );
		wp_safe_redirect( page_url() );
		exit;
	}
	go_on_connected( $report_id );
}

function look_for_device(): void {
	try {
		if ( poll_device() ) {
			go_on_connected( asked( 'report' ) );
		}
	} catch ( Trouble $trouble ) {
		tell( $trouble->getMessage(), 'error' );
	}
	add_action( 'admin_head', __NAMESPACE__ . '\reload_soon' );
}

function go_on_connected( string $report_id ): void {
	tell( __( 'This site is connected to support.', 'replify-troubleshooter' ), 'success' );
	wp_safe_redirect( report_url( $report_id ) );
	exit;
}

/** Asks again after the desk's interval, without a script. */
function reload_soon(): void {
	$device = waiting_device();
	if ( null !== $device ) {
		printf( '<meta http-equiv="refresh" content="%d">', max( 1, $device['next_poll_at'] - time() + 1 ) );
	}
}

function show_page(): void {
	printf( '<div class="wrap"><h1>%s</h1>', esc_html__( 'Support', 'replify-troubleshooter' ) );
	$notice = take_notice();
	if ( isset( $notice['message'] ) ) {
		show_message( $notice['message'], $notice['kind'] );
	}
	try {
		show_view( $notice['form'] ?? array() );
	} catch ( Trouble $trouble ) {
		show_message( $trouble->getMessage(), 'error' );
		if ( $trouble instanceof Disconnected ) {
			show_connect();
		}
	}
	if ( null !== connection() ) {
		show_account();
	}
	echo '</div>';
}

/** `$form` is what was typed on the page before, where it could not be sent. */
function show_view( array $form ): void {
	if ( null === connection() ) {
		if ( was_ended() ) {
			show_message( ended_text(), 'warning' );
		}
		show_connect();
	} elseif ( 'new' === asked( 'view' ) ) {
		$id     = asked( 'report' );
		$report = kept_report( $id );
		if ( null === $report ) {
			$report = collect_report();
			$id     = keep_report( $report );
		}
		show_new( $id, $report );
	} elseif ( 'ticket' === asked( 'view' ) ) {
		show_ticket( get_ticket( asked( 'ticket' ) ), list_comments( asked( 'ticket' ), asked( 'cursor' ) ), $form );
	} else {
		$tickets = list_tickets( asked( 'cursor' ) );
		note_news( $tickets['data'], true );
		show_list( $tickets );
	}
}

/** What tell() left for this administrator. */
function take_notice(): array {
	$notice = get_transient( own_name( 'notice' ) );
	delete_transient( own_name( 'notice' ) );
	return is_array( $notice ) ? $notice : array();
}

/** From the address. It only chooses what is shown, so it needs no nonce; coming back from the desk is checked by `state`. */
function asked( string $name ): string {
	$text = wp_unslash( $_GET[ $name ] ?? '' );
	return is_string( $text ) ? $text : '';
}

function asked_for( array $names ): array {
	return array_filter( array_combine( $names, array_map( __NAMESPACE__ . '\asked', $names ) ) );
}

function page_url( array $query = array() ): string {
	return add_query_arg( $query, admin_url( 'admin.php?page=' . SLUG ) );
}

function ticket_url( string $id ): string {
	return page_url(
		array(
			'view'   => 'ticket',
			'ticket' => rawurlencode( $id ),
		)
	);
}

/** The form that sends that report, or the list where there is none. */
function report_url( string $id ): string {
	if ( '' === $id ) {
		return page_url();
	}
	return page_url(
		array(
			'view'   => 'new',
			'report' => rawurlencode( $id ),
		)
	);
}
