use proptest::prelude::*;

use super::*;

/// Addresses and their originals, by the platform that has them.
const ORIGINALS: &[(&str, &str)] = &[
    // Jetpack and WordPress.com.
    (
        "https://i0.wp.com/e.org/wp-content/uploads/a.jpg?resize=300%2C200&ssl=1",
        "https://e.org/wp-content/uploads/a.jpg",
    ),
    ("//i2.wp.com/e.org/a.jpg", "http://e.org/a.jpg"),
    (
        "https://i1.wp.com/me.files.wordpress.com/2019/a.jpg?w=300&ssl=1",
        "https://me.files.wordpress.com/2019/a.jpg",
    ),
    (
        "https://me.files.wordpress.com/2019/05/a.jpg?w=300&h=200&crop=1",
        "https://me.files.wordpress.com/2019/05/a.jpg",
    ),
    ("https://e.org/wp-content/uploads/a.jpg?w=640", "https://e.org/wp-content/uploads/a.jpg"),
    ("/wp-content/uploads/a.jpg?w=640#x", "/wp-content/uploads/a.jpg"),
    // Blogger.
    (
        "https://4.bp.blogspot.com/-a/b/c/d/s320/%EA%B8%80.jpg",
        "https://4.bp.blogspot.com/-a/b/c/d/s0/%EA%B8%80.jpg",
    ),
    (
        "http://4.bp.blogspot.com/-a/b/c/d/s1600-h/x.JPG",
        "http://4.bp.blogspot.com/-a/b/c/d/s0/x.JPG",
    ),
    (
        "https://blogger.googleusercontent.com/img/b/R29/AVv/w640-h480-p-k-no-nu/x.png",
        "https://blogger.googleusercontent.com/img/b/R29/AVv/s0/x.png",
    ),
    (
        "https://blogger.googleusercontent.com/img/a/AVvXsE-b=s1600",
        "https://blogger.googleusercontent.com/img/a/AVvXsE-b=s0",
    ),
    (
        "https://lh3.googleusercontent.com/abc=w400-h300-rw",
        "https://lh3.googleusercontent.com/abc=s0",
    ),
    (
        "https://lh7-us.googleusercontent.com/abc=s2048?key=d",
        "https://lh7-us.googleusercontent.com/abc=s0?key=d",
    ),
    ("http://lh5.ggpht.com/_a/b/c/d/s72-c/x.jpg", "http://lh5.ggpht.com/_a/b/c/d/s0/x.jpg"),
    // Substack.
    (
        "https://substackcdn.com/image/fetch/$s_!a!,w_1456,c_limit/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2Fa_1.png",
        "https://substack-post-media.s3.amazonaws.com/public/images/a_1.png",
    ),
    (
        "https://cdn.substack.com/image/fetch/w_600/https%3A%2F%2Fbucketeer-e05bbc84.s3.amazonaws.com%2Fpublic%2Fimages%2Fa.jpeg",
        "https://substack-post-media.s3.amazonaws.com/public/images/a.jpeg",
    ),
    // Medium.
    (
        "https://cdn-images-1.medium.com/max/800/1*a-b_c.jpeg",
        "https://miro.medium.com/v2/1*a-b_c.jpeg",
    ),
    (
        "https://miro.medium.com/v2/resize:fit:1400/format:webp/0*ab.png",
        "https://miro.medium.com/v2/0*ab.png",
    ),
    ("https://miro.medium.com/fit/c/120/120/2*ab", "https://miro.medium.com/v2/2*ab"),
    // Wix.
    (
        "wix:image://v1/a1_b2~mv2.jpg/name%20x.jpg#originWidth=10&originHeight=20",
        "https://static.wixstatic.com/media/a1_b2~mv2.jpg",
    ),
    (
        "https://static.wixstatic.com/media/a1~mv2.jpg/v1/fill/w_640,h_480,al_c,q_80/x.jpg",
        "https://static.wixstatic.com/media/a1~mv2.jpg",
    ),
    // Ghost.
    (
        "https://e.org/content/images/size/w600/2024/05/a.jpg",
        "https://e.org/content/images/2024/05/a.jpg",
    ),
    ("__GHOST_URL__/content/images/size/w1000/a.jpg", "__GHOST_URL__/content/images/a.jpg"),
    (
        "https://e.org/content/images/size/w600h400/format/webp/2024/05/a.jpg",
        "https://e.org/content/images/2024/05/a.jpg",
    ),
    // Daum, Kakao, Tistory.
    (
        "https://img1.daumcdn.net/thumb/R1280x0/?scode=mtistory2&fname=https%3A%2F%2Fblog.kakaocdn.net%2Fdn%2Fa%2Fb%2Fc%2Fimg.png",
        "https://blog.kakaocdn.net/dn/a/b/c/img.png",
    ),
    (
        "//i1.daumcdn.net/thumb/C100x100/?fname=//t1.daumcdn.net/a/b?a=1&b=fname=2",
        "https://t1.daumcdn.net/a/b?a=1&b=fname=2",
    ),
    (
        "https://img1.kakaocdn.net/thumb/R1280x0.fwebp/?fname=http://t1.kakaocdn.net/a.jpg",
        "http://t1.kakaocdn.net/a.jpg",
    ),
    (
        "https://t1.daumcdn.net/thumb/R1/?fname=https%3a%2f%2ft1.daumcdn.net%2fa.png&v=2",
        "https://t1.daumcdn.net/a.png",
    ),
    (
        "https://blog.kakaocdn.net/dna/a/b/c/img.png?credential=x&expires=1780239599&signature=y",
        "https://blog.kakaocdn.net/dn/a/b/c/img.png",
    ),
    (
        "https://img1.daumcdn.net/thumb/R1/?fname=https%3A%2F%2Fblog.kakaocdn.net%2Fdna%2Fa%2Fimg.png%3Fcredential%3Dx",
        "https://blog.kakaocdn.net/dn/a/img.png",
    ),
    // velog.
    (
        "https://images.velog.io/images/ato/post/1f/image.png?w=640",
        "https://velog.velcdn.com/images/ato/post/1f/image.png",
    ),
    (
        "https://media.vlpt.us/images/ato/post/1f/image.png",
        "https://velog.velcdn.com/images/ato/post/1f/image.png",
    ),
    // Naver.
    (
        "https://postfiles.pstatic.net/MjAyMQ%3D%3D/a/%B1%DB.jpg?type=w773",
        "https://blogfiles.pstatic.net/MjAyMQ%3D%3D/a/%B1%DB.jpg",
    ),
    (
        "https://mblogthumb-phinf.pstatic.net/a/b.jpg?type=w800",
        "https://blogfiles.pstatic.net/a/b.jpg",
    ),
    ("https://blogfiles.pstatic.net/a/b.jpg?type=w1", "https://blogfiles.pstatic.net/a/b.jpg"),
    // Egloos.
    (
        "http://thumb.egloos.net/460x0/http://pds21.egloos.com/pds/201012/30/12/a_b.jpg",
        "http://pds21.egloos.com/pds/201012/30/12/a_b.jpg",
    ),
    (
        "http://thumb.egloos.net/460x0/pds21.egloos.com/pds/a.jpg",
        "http://pds21.egloos.com/pds/a.jpg",
    ),
];

#[test]
fn originals_are_found_by_host_and_path() {
    for (url, expected) in ORIGINALS {
        assert_eq!(original(url).as_deref(), Some(*expected), "{url}");
        assert_eq!(original(expected), None, "{expected} is one");
    }
}

#[test]
fn what_no_rule_is_certain_of_stays() {
    for url in [
        "",
        "#",
        "//",
        "https://",
        "https://e.org/a.jpg?w=300",
        "https://e.org/wp-content/uploads/a-300x200.jpg",
        "https://e.org/wp-content/uploads/a.jpg?w=300&token=b",
        "https://me.files.wordpress.com/a.jpg",
        "https://i0.wp.com/a.jpg",
        "https://4.bp.blogspot.com/-a/b/c/d/story/x.jpg",
        "https://blogger.googleusercontent.com/img/a/AVvXsE",
        "https://substackcdn.com/image/youtube/w_728,c_limit/ID",
        "https://bucketeer-a.s3.amazonaws.com/private/a.jpg",
        "https://miro.medium.com/max/800/logo.png",
        "https://e.org/content/images/size/large/a.jpg",
        "https://img1.daumcdn.net/thumb/R1280x0/?fname=",
        "https://e.org/thumb/R1280x0/?fname=http://e.org/b.jpg",
        "https://ssl.pstatic.net/static/blog/profile/a.png?type=s1",
        "https://evil-pstatic.net/a.jpg?type=w1",
        "http://thumb.egloos.net/460x0/",
        "wix:image://v1/",
    ] {
        assert_eq!(original(url), None, "{url}");
    }
}

#[test]
fn uploads_of_wordpress_are_guessed_from_the_name() {
    for (url, expected) in [
        (
            "https://e.org/wp-content/uploads/a-300x200.jpg",
            Some("https://e.org/wp-content/uploads/a.jpg"),
        ),
        ("/files/2010/a-b-1024x1.PNG?x=1#y", Some("/files/2010/a-b.PNG")),
        ("a-scaled.jpg", Some("a.jpg")),
        ("a-rotated-150x150.jpg", Some("a.jpg")),
        ("https://e.org/한글-1-768x576.jpeg", Some("https://e.org/한글-1.jpeg")),
        // It may have been uploaded so. Only the attachments say.
        ("photo-1920x1080.jpg", Some("photo.jpg")),
        ("a-300x200", None),
        ("a-300x.jpg", None),
        ("a-0x200.jpg", None),
        ("a-300x200000.jpg", None),
        ("300x200.jpg", None),
        ("-300x200.jpg", None),
        ("a.300x200/b.jpg", None),
        ("a-300x200.", None),
        ("", None),
    ] {
        assert_eq!(wordpress_original(url).as_deref(), expected, "{url}");
    }
}

proptest! {
    #[test]
    fn no_address_is_too_odd(
        start in proptest::sample::select(ORIGINALS),
        cut in any::<proptest::sample::Index>(),
        rest in ".*",
    ) {
        let at: Vec<usize> = start.0.char_indices().map(|(at, _)| at).collect();
        let url = format!("{}{rest}", &start.0[..*cut.get(&at)]);
        let _ = (original(&url), wordpress_original(&url));
    }
}

#[test]
fn names_of_originals_may_state_their_size() {
    let host = "https://substack-post-media.s3.amazonaws.com/public/images";
    assert_eq!(stated_size(&format!("{host}/a-b_1456x816.png")), Some((1456, 816)));
    for other in ["a.png", "a_0x816.png", "a_1456.png", "a_1456x816"] {
        assert_eq!(stated_size(&format!("{host}/{other}")), None, "{other}");
    }
    assert_eq!(stated_size("https://example.org/a_1456x816.png"), None);
}
