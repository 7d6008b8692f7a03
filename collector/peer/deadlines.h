// Ends connections that last too long, and all of them when the program stops.
//
// The time limits of the HTTP library begin anew with every byte: a server that drips, in the TLS handshake or in its
// answer, would keep a thread for good, and a program that is told to stop waits for its threads. Thread-safe.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace tacit::peer {

class Deadlines {
public:
    Deadlines();  // starts the thread that watches
    ~Deadlines();
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;

    enum class End { none, late, stopped };

    // The connections of one request. Outlived by its Deadlines; belongs to one thread.
    class Request {
    public:
        Request(Deadlines& deadlines, std::chrono::steady_clock::time_point until);
        ~Request();
        Request(const Request&) = delete;
        Request& operator=(const Request&) = delete;

        // Watches a socket that was just made; at once ended where the time is over.
        void add(int socket);
        // Whether its connections were ended from here, so that what came may be a part of an answer.
        End ended() const;

    private:
        friend class Deadlines;
        void end(End why);  // under the mutex

        Deadlines& deadlines_;
        const std::chrono::steady_clock::time_point until_;
        std::vector<int> sockets_;  // duplicates: a number that was closed may be another file by now
        End ended_ = End::none;
    };

    // Ends the requests at hand and all that are begun later.
    void end_all();

private:
    void watch(const std::stop_token& stop);

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::set<Request*> requests_;
    bool all_ended_ = false;
    bool news_ = false;    // for the thread
    std::jthread thread_;  // last, so that it ends before what it uses
};

}  // namespace tacit::peer
