<?php
/** What the page looks like. Whatever comes from outside is escaped where it is printed. */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

function show_message( string $message, string $kind ): void {
	printf( '<div class="notice notice-%s"><p>%s</p></div>', esc_attr( $kind ), esc_html( $message ) );
}

function show_connect(): void {
	$device = waiting_device();
	if ( null !== $device ) {
		show_device( $device );
		return;
	}
	printf( '<p>%s</p>', esc_html__( 'Connect this site to send support what it has to know, and to read the answers here. Support gets nothing before you have seen it. All administrators of this site will see your tickets.', 'replify-troubleshooter' ) );
	if ( has_redirect() ) {
		begin_form( 'connect', array( 'report' => asked( 'report' ) ) );
		end_form( __( 'Connect', 'replify-troubleshooter' ) );
		printf( '<p>%s</p>', esc_html__( 'If you can’t come back here from there, for instance because a password protects this site:', 'replify-troubleshooter' ) );
	}
	begin_form( 'connect-by-code', array( 'report' => asked( 'report' ) ) );
	end_form( __( 'Connect with a code', 'replify-troubleshooter' ), has_redirect() ? 'secondary' : 'primary' );
}

function show_device( array $device ): void {
	$link = sprintf( '<a href="%1$s" target="_blank">%1$s</a>', esc_url( $device['verification_uri'] ) );
	/* translators: %s: a link */
	$text = sprintf( esc_html__( 'Open %s, on any device, and type this code:', 'replify-troubleshooter' ), $link );
	printf( '<p>%s</p>', wp_kses( $text, array( 'a' => array( 'href' => true, 'target' => true ) ) ) );
	printf( '<p style="font-size:2em"><code style="font-size:inherit">%s</code></p>', esc_html( $device['user_code'] ) );
	printf( '<p>%s</p>', esc_html__( 'This page waits for it. Leave it open; the code is good for ten minutes.', 'replify-troubleshooter' ) );
	begin_form( 'cancel-code' );
	end_form( __( 'Cancel', 'replify-troubleshooter' ), 'secondary' );
}

function show_list( array $tickets ): void {
	printf( '<p><a class="button button-primary" href="%s">%s</a></p>', esc_url( page_url( array( 'view' => 'new' ) ) ), esc_html__( 'Ask support', 'replify-troubleshooter' ) );
	if ( array() === $tickets['data'] ) {
		printf( '<p>%s</p>', esc_html__( 'You have no tickets yet.', 'replify-troubleshooter' ) );
		return;
	}
	$columns = array( __( 'Number', 'replify-troubleshooter' ), __( 'Subject', 'replify-troubleshooter' ), __( 'State', 'replify-troubleshooter' ), __( 'Last answer', 'replify-troubleshooter' ) );
	printf( '<table class="widefat striped"><thead><tr><th>%s</th></tr></thead><tbody>', implode( '</th><th>', array_map( 'esc_html', $columns ) ) );
	foreach ( $tickets['data'] as $ticket ) {
		printf(
			'<tr><td>%d</td><td><a href="%s">%s</a></td><td>%s</td><td>%s</td></tr>',
			(int) $ticket['number'],
			esc_url( ticket_url( $ticket['id'] ) ),
			esc_html( $ticket['subject'] ),
			esc_html( status_text( $ticket['status'] ) ),
			esc_html( null === $ticket['lastCommentAt'] ? '–' : time_text( $ticket['lastCommentAt'] ) )
		);
	}
	echo '</tbody></table>';
	show_older( $tickets['nextCursor'], array(), __( 'Older tickets', 'replify-troubleshooter' ) );
}

function show_ticket( array $ticket, array $comments, array $form ): void {
	printf( '<p><a href="%s">%s</a></p>', esc_url( page_url() ), esc_html__( 'All tickets', 'replify-troubleshooter' ) );
	/* translators: 1: number, 2: subject of a ticket */
	printf( '<h2>%s</h2>', esc_html( sprintf( __( '%1$d: %2$s', 'replify-troubleshooter' ), $ticket['number'], $ticket['subject'] ) ) );
	printf( '<p>%s</p>', esc_html( status_text( $ticket['status'] ) ) );
	if ( null !== $ticket['mergedInto'] ) {
		/* translators: %d: number of a ticket */
		$text = sprintf( __( 'It goes on in ticket %d.', 'replify-troubleshooter' ), $ticket['mergedInto']['number'] );
		printf( '<p><a href="%s">%s</a></p>', esc_url( ticket_url( $ticket['mergedInto']['id'] ) ), esc_html( $text ) );
	}
	show_words( __( 'You', 'replify-troubleshooter' ), $ticket['createdAt'], $ticket['description'] );
	$id = array(
		'view'   => 'ticket',
		'ticket' => rawurlencode( $ticket['id'] ),
	);
	show_older( $comments['nextCursor'], $id, __( 'Older answers', 'replify-troubleshooter' ) );
	foreach ( array_reverse( $comments['data'] ) as $comment ) {
		show_words( $comment['author']['name'], $comment['createdAt'], $comment['body'] );
	}
	begin_form(
		'reply',
		array(
			'ticket' => $ticket['id'],
			'form'   => $form['form'] ?? wp_generate_uuid4(),
		)
	);
	show_textarea( 'text', __( 'Your reply', 'replify-troubleshooter' ), $form['text'] ?? '' );
	end_form( __( 'Send reply', 'replify-troubleshooter' ) );
}

function show_words( string $name, string $time, string $text ): void {
	printf( '<div class="card"><p><strong>%s</strong> %s</p><p>%s</p></div>', esc_html( $name ), esc_html( time_text( $time ) ), nl2br( esc_html( $text ) ) );
}

/** `$report` may hold what was typed and ticked before. */
function show_new( string $id, array $report ): void {
	printf( '<p><a href="%s">%s</a></p>', esc_url( page_url() ), esc_html__( 'All tickets', 'replify-troubleshooter' ) );
	begin_form( 'send', array( 'report' => $id ) );
	$label = __( 'What is it about?', 'replify-troubleshooter' );
	printf( '<p><label for="subject">%s</label><br><input class="large-text" id="subject" name="subject" value="%s" maxlength="300" required></p>', esc_html( $label ), esc_attr( $report['subject'] ?? '' ) );
	show_textarea( 'description', __( 'What happens, and what did you expect?', 'replify-troubleshooter' ), $report['description'] ?? '' );
	printf( '<h2>%s</h2><p>%s</p>', esc_html__( 'What is sent with it', 'replify-troubleshooter' ), esc_html__( 'What is private, such as the name of the database, is left out already. Untick what else support shall not see. What programs read instead stands in [brackets].', 'replify-troubleshooter' ) );
	$chosen = $report['chosen'] ?? array_merge( array( 'diagnosis' ), array_keys( $report['sections'] ) );
	if ( array() !== $report['diagnosis'] ) {
		show_section( 'diagnosis', __( 'What was found', 'replify-troubleshooter' ), array_column( $report['diagnosis'], 'message', 'code' ), $chosen );
	}
	foreach ( $report['sections'] as $key => $section ) {
		$rows = array();
		foreach ( $section['fields'] as $name => $field ) {
			$rows[ $field['label'] ?? $name ] = field_text( $field );
		}
		show_section( (string) $key, $section['label'], $rows, $chosen );
	}
	end_form( __( 'Send to support', 'replify-troubleshooter' ) );
}

function show_section( string $key, string $label, array $rows, array $chosen ): void {
	/* translators: %d: number of values */
	$count = sprintf( _n( 'Show %d value', 'Show %d values', count( $rows ), 'replify-troubleshooter' ), count( $rows ) );
	printf(
		'<p><label><input type="checkbox" name="sections[]" value="%s"%s> %s</label></p><details><summary>%s</summary><table class="widefat striped">',
		esc_attr( $key ),
		checked( in_array( $key, $chosen, true ), true, false ),
		esc_html( $label ),
		esc_html( $count )
	);
	foreach ( $rows as $name => $value ) {
		printf( '<tr><th scope="row">%s</th><td>%s</td></tr>', esc_html( (string) $name ), nl2br( esc_html( $value ) ) );
	}
	echo '</table></details>';
}

/** Who is connected, and the way out. */
function show_account(): void {
	$account = (string) get_option( ACCOUNT, '' );
	/* translators: %s: e-mail address */
	$text = '' === $account ? __( 'Connected.', 'replify-troubleshooter' ) : sprintf( __( 'Connected as %s.', 'replify-troubleshooter' ), $account );
	printf( '<hr><p>%s</p>', esc_html( $text ) );
	begin_form( 'disconnect' );
	end_form( __( 'Disconnect', 'replify-troubleshooter' ), 'secondary' );
}

function show_textarea( string $name, string $label, string $text ): void {
	printf( '<p><label for="%1$s">%2$s</label><br><textarea class="large-text" rows="6" id="%1$s" name="%1$s" required>%3$s</textarea></p>', esc_attr( $name ), esc_html( $label ), esc_textarea( $text ) );
}

function show_older( ?string $cursor, array $query, string $label ): void {
	if ( null !== $cursor ) {
		printf( '<p><a href="%s">%s</a></p>', esc_url( page_url( $query + array( 'cursor' => rawurlencode( $cursor ) ) ) ), esc_html( $label ) );
	}
}

/** A form that handle() takes. */
function begin_form( string $action, array $hidden = array() ): void {
	printf( '<form method="post" action="%s">', esc_url( admin_url( 'admin-post.php' ) ) );
	wp_nonce_field( SLUG . "-$action" );
	foreach ( array( 'action' => SLUG . "-$action" ) + $hidden as $name => $value ) {
		printf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( $value ) );
	}
}

function end_form( string $label, string $kind = 'primary' ): void {
	printf( '<p><button class="button button-%s">%s</button></p></form>', esc_attr( $kind ), esc_html( $label ) );
}

function status_text( string $status ): string {
	$texts = array(
		'open'     => __( 'With support', 'replify-troubleshooter' ),
		'pending'  => __( 'Waits for you', 'replify-troubleshooter' ),
		'resolved' => __( 'Solved', 'replify-troubleshooter' ),
		'closed'   => __( 'Closed', 'replify-troubleshooter' ),
	);
	return $texts[ $status ] ?? $status;
}

/** In the site's own words and time zone. */
function time_text( string $iso ): string {
	return (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), strtotime( $iso ) );
}
