<?php

$pages = array();

function add_menu_page( $page_title, $menu_title, $capability, $slug, $callback, $icon ) {
	global $pages;
	$pages[ $slug ] = compact( 'menu_title', 'capability', 'callback' );
	return "toplevel_page_$slug";
}

function show_admin_page( $slug ) {
	global $pages;
	$page = $pages[ $slug ];
	if ( ! current_user_can( $page['capability'] ) ) {
		wp_die( 'Sorry, you are not allowed to access this page.', 403 );
	}
	do_action( "load-toplevel_page_$slug" );
	do_action( 'admin_head' );
	echo '<nav>' . $page['menu_title'] . '</nav>';
	$page['callback']();
}
