<?php
/** The customer's tickets at the desk. Each function is one call, and throws Trouble. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

const TICKETS = '/api/v1/troubleshooter/tickets';

/** `{count, seen}`: how many tickets have an answer that nobody has seen here, and of each ticket when its last seen one was. */
const NEWS      = 'replify_troubleshooter_news';
const NEWS_HOOK = 'replify_troubleshooter_look_for_news';

/** `{data, nextCursor}`, the newest first. */
function list_tickets( string $cursor = '' ): array {
	return call_connected( 'GET', with_cursor( TICKETS . '?limit=25', $cursor ) );
}

function get_ticket( string $id ): array {
	return call_connected( 'GET', TICKETS . '/' . rawurlencode( $id ) );
}

/** `{data, nextCursor}`, the newest first. */
function list_comments( string $ticket_id, string $cursor = '' ): array {
	return call_connected( 'GET', with_cursor( TICKETS . '/' . rawurlencode( $ticket_id ) . '/comments?order=desc&limit=50', $cursor ) );
}

/** `{id, number, …}`. The key comes of what is sent: sent again it makes no second ticket, changed it makes one. */
function file_ticket( string $report_id, string $subject, string $description, array $sections, array $diagnosis ): array {
	$body = array(
		'subject'     => $subject,
		'description' => $description,
		'diagnosis'   => $diagnosis,
	);
	if ( array() !== $sections ) {
		$body['siteHealth'] = $sections;
	}
	return call_connected( 'POST', TICKETS, $body, hash( 'sha256', $report_id . wp_json_encode( $body ) ) );
}

function add_comment( string $ticket_id, string $form_id, string $text ): array {
	$key = hash( 'sha256', $form_id . $text );
	return call_connected( 'POST', TICKETS . '/' . rawurlencode( $ticket_id ) . '/comments', array( 'body' => $text ), $key );
}

/** By wp-cron, once an hour: what is new is counted beside the menu, and a connection that is used does not end by itself. */
function look_for_news(): void {
	if ( null === connection() ) {
		return;
	}
	try {
		note_news( list_tickets()['data'], false );
	} catch ( Trouble $trouble ) {
		// The next page that is opened says so.
		return;
	}
}

/** `$is_seen`: whether somebody looks at them now. */
function note_news( array $tickets, bool $is_seen ): void {
	$times = array_filter( array_column( $tickets, 'lastCommentAt', 'id' ) );
	$seen  = get_option( NEWS, array() )['seen'] ?? array();
	$news  = array(
		'count' => $is_seen ? 0 : count( array_diff_assoc( $times, $seen ) ),
		'seen'  => $is_seen ? array_slice( $times + $seen, 0, 100 ) : $seen,
	);
	update_option( NEWS, $news, false );
}

function news_count(): int {
	return (int) ( get_option( NEWS, array() )['count'] ?? 0 );
}

function with_cursor( string $path, string $cursor ): string {
	return '' === $cursor ? $path : $path . '&cursor=' . rawurlencode( $cursor );
}
