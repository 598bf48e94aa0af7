<?php
/** What the forms of the page do. Each one is checked for who sent it and whether they meant to, and ends in a redirect. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

const CAPABILITY = 'manage_options';

/** By name, as forms send it. Each returns where the browser goes. */
const ACTIONS = array(
	'connect'         => __NAMESPACE__ . '\start_redirect',
	'connect-by-code' => __NAMESPACE__ . '\start_device',
	'cancel-code'     => __NAMESPACE__ . '\cancel_device',
	'send'            => __NAMESPACE__ . '\send_ticket',
	'reply'           => __NAMESPACE__ . '\reply',
	'disconnect'      => __NAMESPACE__ . '\end_connection',
);

function add_actions(): void {
	foreach ( array_keys( ACTIONS ) as $action ) {
		add_action(
			'admin_post_' . SLUG . "-$action",
			function () use ( $action ) {
				handle( $action );
			}
		);
	}
}

function handle( string $action ): void {
	if ( ! current_user_can( CAPABILITY ) ) {
		wp_die( esc_html__( 'Only an administrator of this site can do this.', 'replify-troubleshooter' ), 403 );
	}
	check_admin_referer( SLUG . "-$action" );
	try {
		$target = call_user_func( ACTIONS[ $action ] );
	} catch ( Trouble $trouble ) {
		tell( $trouble->getMessage(), 'error' );
		$target = page_url();
	}
	// Not wp_safe_redirect(): connecting leads to the desk. To which server it goes is never what a browser sent.
	wp_redirect( $target );
	exit;
}

function start_redirect(): string {
	return begin_redirect( sent_text( 'report' ) );
}

function start_device(): string {
	begin_device();
	return report_url( sent_text( 'report' ) );
}

function cancel_device(): string {
	forget_device();
	return page_url();
}

/** Sends what the form showed, less what was unticked. Whatever fails, the form comes back as it was. */
function send_ticket(): string {
	$report_id   = sent_text( 'report' );
	$report      = kept_report( $report_id );
	$subject     = sent_text( 'subject' );
	$description = sent_text( 'description' );
	$chosen      = array_filter( (array) wp_unslash( $_POST['sections'] ?? array() ), 'is_string' );
	$form        = compact( 'subject', 'description', 'chosen' );
	if ( null === $report ) {
		tell( __( 'The site information was more than an hour old, so it was collected again. Look it over, and send it.', 'replify-troubleshooter' ), 'warning' );
		return report_url( keep_report( collect_report() + $form ) );
	}
	$sections  = array_intersect_key( $report['sections'], array_flip( $chosen ) );
	$diagnosis = in_array( 'diagnosis', $chosen, true ) ? $report['diagnosis'] : array();
	try {
		$ticket = file_ticket( $report_id, $subject, $description, $sections, $diagnosis );
	} catch ( Trouble $trouble ) {
		tell( $trouble->getMessage(), 'error' );
		keep_report( $form + $report, $report_id );
		return report_url( $report_id );
	}
	delete_transient( report_name( $report_id ) );
	/* translators: %d: number of a ticket */
	tell( sprintf( __( 'Support has it: ticket %d. The answer will be here, too.', 'replify-troubleshooter' ), $ticket['number'] ), 'success' );
	return ticket_url( $ticket['id'] );
}

function reply(): string {
	$id   = sent_text( 'ticket' );
	$text = sent_text( 'text' );
	try {
		$comment = add_comment( $id, sent_text( 'form' ), $text );
		note_news( array( array( 'id' => $id, 'lastCommentAt' => $comment['createdAt'] ) ), true );
		tell( __( 'Support has your reply.', 'replify-troubleshooter' ), 'success' );
	} catch ( Trouble $trouble ) {
		tell( $trouble->getMessage(), 'error', array( 'text' => $text, 'form' => sent_text( 'form' ) ) );
	}
	return ticket_url( $id );
}

function end_connection(): string {
	disconnect();
	tell( __( 'This site is disconnected, and support was told. Your tickets are safe.', 'replify-troubleshooter' ), 'success' );
	return page_url();
}

/** As it was typed: a customer may have to show code. It is escaped wherever it is shown. */
function sent_text( string $name ): string {
	$text = wp_unslash( $_POST[ $name ] ?? '' );
	return is_string( $text ) ? trim( wp_check_invalid_utf8( $text ) ) : '';
}

/** Says something on the next page that this administrator opens; `$form` gives them back what they typed. */
function tell( string $message, string $kind, array $form = array() ): void {
	set_transient( own_name( 'notice' ), compact( 'message', 'kind', 'form' ), 5 * MINUTE_IN_SECONDS );
}

/** Keeps a report until it is sent, so that what is sent is what was shown. Returns its id. */
function keep_report( array $report, string $id = '' ): string {
	$id = '' === $id ? wp_generate_uuid4() : $id;
	set_transient( report_name( $id ), $report, HOUR_IN_SECONDS );
	return $id;
}

function kept_report( string $id ): ?array {
	$report = get_transient( report_name( $id ) );
	return is_array( $report ) ? $report : null;
}

function report_name( string $id ): string {
	return SLUG . '_report_' . sanitize_key( $id );
}
